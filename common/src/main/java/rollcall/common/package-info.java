/** What all programs need and no wire contract contains: settings, durations, rate limits. */
@NullMarked
package rollcall.common;

import org.jspecify.annotations.NullMarked;
