/** Export and import of a whole database. */
@NullMarked
package rollcall.server.storage.transfer;

import org.jspecify.annotations.NullMarked;
