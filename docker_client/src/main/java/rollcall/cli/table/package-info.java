/** Tables and key-value lists. */
@NullMarked
package rollcall.cli.table;

import org.jspecify.annotations.NullMarked;
