/** The change feed's table, and the session that writes to it. */
@NullMarked
package rollcall.server.storage.sql.change;

import org.jspecify.annotations.NullMarked;
