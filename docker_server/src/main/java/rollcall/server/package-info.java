/** The server: configuration, composition root, commands, start and shutdown. */
@NullMarked
package rollcall.server;

import org.jspecify.annotations.NullMarked;
