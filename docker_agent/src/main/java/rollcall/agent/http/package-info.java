/** The agent's HTTP server for containers and operators. */
@NullMarked
package rollcall.agent.http;

import org.jspecify.annotations.NullMarked;
