/** The remaining commands. */
@NullMarked
package rollcall.cli.commands;

import org.jspecify.annotations.NullMarked;
