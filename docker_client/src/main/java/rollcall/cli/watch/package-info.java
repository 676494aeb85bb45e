/** The command watch. */
@NullMarked
package rollcall.cli.watch;

import org.jspecify.annotations.NullMarked;
