/** The storage's records about shared variables. */
@NullMarked
package rollcall.server.storage.variable;

import org.jspecify.annotations.NullMarked;
