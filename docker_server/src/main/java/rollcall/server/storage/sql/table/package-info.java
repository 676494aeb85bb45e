/** Independent tables: variables, the request log, replicas, the delivery lease. */
@NullMarked
package rollcall.server.storage.sql.table;

import org.jspecify.annotations.NullMarked;
