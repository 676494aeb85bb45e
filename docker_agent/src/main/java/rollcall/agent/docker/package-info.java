/** Access to the node's Docker engine; the only package that uses docker-java. */
@NullMarked
package rollcall.agent.docker;

import org.jspecify.annotations.NullMarked;
