/** Memory and CPU usage of containers. */
@NullMarked
package rollcall.agent.docker.usage;

import org.jspecify.annotations.NullMarked;
