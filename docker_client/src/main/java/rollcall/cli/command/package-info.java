/** The interface of commands, and what they share. */
@NullMarked
package rollcall.cli.command;

import org.jspecify.annotations.NullMarked;
