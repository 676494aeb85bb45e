/** The change feed's table, and the session of the transactions that write to it. */
@NullMarked
package rollcall.server.storage.sql.change;

import org.jspecify.annotations.NullMarked;
