/** Reports of containers, and the roster's entries. */
@NullMarked
package rollcall.api.container;

import org.jspecify.annotations.NullMarked;
