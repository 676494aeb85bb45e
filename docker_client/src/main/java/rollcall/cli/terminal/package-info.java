/** The terminal: output, colours, keys, size. */
@NullMarked
package rollcall.cli.terminal;

import org.jspecify.annotations.NullMarked;
