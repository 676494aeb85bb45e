/** The HTTP client: connections, retries, errors. */
@NullMarked
package rollcall.client.http;

import org.jspecify.annotations.NullMarked;
