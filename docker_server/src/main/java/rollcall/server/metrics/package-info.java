/** The server's metrics; the only package that depends on the Prometheus library. */
@NullMarked
package rollcall.server.metrics;

import org.jspecify.annotations.NullMarked;
