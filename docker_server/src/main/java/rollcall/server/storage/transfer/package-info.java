/** Export and import of a database. */
@NullMarked
package rollcall.server.storage.transfer;

import org.jspecify.annotations.NullMarked;
