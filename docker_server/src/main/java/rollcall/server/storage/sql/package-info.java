/** The storage in SQL: what every backend shares. */
@NullMarked
package rollcall.server.storage.sql;

import org.jspecify.annotations.NullMarked;
