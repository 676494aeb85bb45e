/** The storage in SQL: the code that both databases share. */
@NullMarked
package rollcall.server.storage.sql;

import org.jspecify.annotations.NullMarked;
