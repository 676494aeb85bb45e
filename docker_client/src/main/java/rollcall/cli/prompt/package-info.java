/** The interactive prompt. */
@NullMarked
package rollcall.cli.prompt;

import org.jspecify.annotations.NullMarked;
