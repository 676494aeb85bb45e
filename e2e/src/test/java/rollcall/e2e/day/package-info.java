/**
 * A day in fast motion: servers and agents as processes beside played engines, with clocks that are
 * set.
 */
package rollcall.e2e.day;
