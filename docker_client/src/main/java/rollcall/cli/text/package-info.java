/** Formats and parses amounts, times and names. */
@NullMarked
package rollcall.cli.text;

import org.jspecify.annotations.NullMarked;
