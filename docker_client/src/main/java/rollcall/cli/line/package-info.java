/** Parses and runs command lines. */
@NullMarked
package rollcall.cli.line;

import org.jspecify.annotations.NullMarked;
