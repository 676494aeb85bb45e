/** What a command is, and what it works with. */
@NullMarked
package rollcall.cli.command;

import org.jspecify.annotations.NullMarked;
