/**
 * The node's containers as its Docker engine knows them; the only package that sees docker-java.
 */
@NullMarked
package rollcall.agent.docker;

import org.jspecify.annotations.NullMarked;
