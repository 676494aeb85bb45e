/** What the tests of the library and of the prompt share. */
@NullMarked
package rollcall.testing;

import org.jspecify.annotations.NullMarked;
