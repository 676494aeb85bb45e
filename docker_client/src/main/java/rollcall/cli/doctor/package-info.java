/** The examination of a swarm from outside, as its users meet it; it prints nothing. */
@NullMarked
package rollcall.cli.doctor;

import org.jspecify.annotations.NullMarked;
