/** Database connections, transactions, and schema migrations. */
@NullMarked
package rollcall.server.storage.sql.connection;

import org.jspecify.annotations.NullMarked;
