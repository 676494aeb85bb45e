/** The tables about nodes and the swarm. */
@NullMarked
package rollcall.server.storage.sql.node;

import org.jspecify.annotations.NullMarked;
