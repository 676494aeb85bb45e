/** The commands ps and get. */
@NullMarked
package rollcall.cli.container;

import org.jspecify.annotations.NullMarked;
