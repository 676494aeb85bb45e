/** The prompt and the one-shot commands: parsing, printing, exit codes. */
@NullMarked
package rollcall.cli;

import org.jspecify.annotations.NullMarked;
