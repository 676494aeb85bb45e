/** The server: configuration, composition root, start and drain. */
@NullMarked
package rollcall.server;

import org.jspecify.annotations.NullMarked;
