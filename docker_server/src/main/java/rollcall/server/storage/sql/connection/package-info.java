/** Connections to a database, its transactions, and its schema. */
@NullMarked
package rollcall.server.storage.sql.connection;

import org.jspecify.annotations.NullMarked;
