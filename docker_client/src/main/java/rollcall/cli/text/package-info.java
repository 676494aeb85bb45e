/** Amounts and times in words. */
@NullMarked
package rollcall.cli.text;

import org.jspecify.annotations.NullMarked;
