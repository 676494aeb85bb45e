/** The command-line client: one-shot commands, scripts and the interactive prompt. */
@NullMarked
package rollcall.cli;

import org.jspecify.annotations.NullMarked;
