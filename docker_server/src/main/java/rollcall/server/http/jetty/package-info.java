/** The Jetty server with its handlers and limits, which Spark 2.9 and Jetty 9.4 do not provide. */
@NullMarked
package rollcall.server.http.jetty;

import org.jspecify.annotations.NullMarked;
