/** Helpers of the tests. */
@NullMarked
package rollcall.testing;

import org.jspecify.annotations.NullMarked;
