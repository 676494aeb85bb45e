/** Containers, as agents report them and as the roster has them. */
@NullMarked
package rollcall.api.container;

import org.jspecify.annotations.NullMarked;
