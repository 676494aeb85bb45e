/** Storage in PostgreSQL, which server processes on several machines can share. */
@NullMarked
package rollcall.server.storage.postgres;

import org.jspecify.annotations.NullMarked;
