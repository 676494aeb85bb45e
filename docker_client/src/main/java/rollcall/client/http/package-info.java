/** HTTP as client of the server and the agent: connections, retries, errors. */
@NullMarked
package rollcall.client.http;

import org.jspecify.annotations.NullMarked;
