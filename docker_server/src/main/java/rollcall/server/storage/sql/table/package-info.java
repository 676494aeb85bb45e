/** Tables that stand alone: variables, requests, replicas, the delivery lease. */
@NullMarked
package rollcall.server.storage.sql.table;

import org.jspecify.annotations.NullMarked;
