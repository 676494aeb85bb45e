/** The wire contract: paths, problem types, limits, and how times are written. */
@NullMarked
package rollcall.api;

import org.jspecify.annotations.NullMarked;
