/** The agent's model of the node's containers, updated by events and full syncs. */
@NullMarked
package rollcall.agent.roster;

import org.jspecify.annotations.NullMarked;
