/** Checks a swarm from outside, through the addresses that its users use. It prints nothing. */
@NullMarked
package rollcall.cli.doctor;

import org.jspecify.annotations.NullMarked;
