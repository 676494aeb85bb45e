/** The server's metrics in the Prometheus text format; the only package that knows its library. */
@NullMarked
package rollcall.server.metrics;

import org.jspecify.annotations.NullMarked;
