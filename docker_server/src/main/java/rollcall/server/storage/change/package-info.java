/** The storage's records about changes. */
@NullMarked
package rollcall.server.storage.change;

import org.jspecify.annotations.NullMarked;
