/** Tables and lists of key and value. */
@NullMarked
package rollcall.cli.table;

import org.jspecify.annotations.NullMarked;
