/** The storage in PostgreSQL, shared by server processes on any machine. */
@NullMarked
package rollcall.server.storage.postgres;

import org.jspecify.annotations.NullMarked;
