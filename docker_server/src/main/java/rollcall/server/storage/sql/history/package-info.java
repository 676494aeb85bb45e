/** Queries about the past. */
@NullMarked
package rollcall.server.storage.sql.history;

import org.jspecify.annotations.NullMarked;
