/** The agent's own measurements; the only package that sees the Prometheus library. */
@NullMarked
package rollcall.agent.metrics;

import org.jspecify.annotations.NullMarked;
