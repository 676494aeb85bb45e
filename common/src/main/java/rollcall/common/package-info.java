/** Code that all programs share: settings, durations, rate limits. */
@NullMarked
package rollcall.common;

import org.jspecify.annotations.NullMarked;
