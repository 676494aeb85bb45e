/** The server's state: interfaces to read and write it, and their records. */
@NullMarked
package rollcall.server.storage;

import org.jspecify.annotations.NullMarked;
