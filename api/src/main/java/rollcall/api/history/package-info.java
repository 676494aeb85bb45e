/** Placements of containers, and the changes of the shared state. */
@NullMarked
package rollcall.api.history;

import org.jspecify.annotations.NullMarked;
