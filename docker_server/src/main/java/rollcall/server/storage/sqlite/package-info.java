/** The storage in one SQLite file that several server processes of one machine share. */
@NullMarked
package rollcall.server.storage.sqlite;

import org.jspecify.annotations.NullMarked;
