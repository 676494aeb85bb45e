/** What is known of the node's containers, kept true by the engine's events and by full looks. */
@NullMarked
package rollcall.agent.roster;

import org.jspecify.annotations.NullMarked;
