/** Queries of the history: placements, transitions, slots. */
@NullMarked
package rollcall.server.storage.sql.history;

import org.jspecify.annotations.NullMarked;
