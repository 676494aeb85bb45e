/** The announcer: sends the node's list to the server, again and again. */
@NullMarked
package rollcall.agent.announcer;

import org.jspecify.annotations.NullMarked;
