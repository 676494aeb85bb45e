/** The info server: what containers and operators may ask an agent. */
@NullMarked
package rollcall.agent.http;

import org.jspecify.annotations.NullMarked;
