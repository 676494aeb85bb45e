/** The shared variables. */
@NullMarked
package rollcall.api.variable;

import org.jspecify.annotations.NullMarked;
