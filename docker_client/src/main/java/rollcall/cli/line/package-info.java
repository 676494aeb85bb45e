/** From a line of words to a command that runs. */
@NullMarked
package rollcall.cli.line;

import org.jspecify.annotations.NullMarked;
