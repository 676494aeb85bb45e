/** The wire contract: paths, problem types, limits, validation and timestamps. */
@NullMarked
package rollcall.api;

import org.jspecify.annotations.NullMarked;
