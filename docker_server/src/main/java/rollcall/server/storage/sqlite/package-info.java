/** Storage in one SQLite file, which several server processes on one machine can share. */
@NullMarked
package rollcall.server.storage.sqlite;

import org.jspecify.annotations.NullMarked;
