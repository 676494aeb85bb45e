/** The agent's metrics; the only package that uses the Prometheus library. */
@NullMarked
package rollcall.agent.metrics;

import org.jspecify.annotations.NullMarked;
