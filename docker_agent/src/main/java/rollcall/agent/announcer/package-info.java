/** Sends the node's list to the server, after events and periodically. */
@NullMarked
package rollcall.agent.announcer;

import org.jspecify.annotations.NullMarked;
