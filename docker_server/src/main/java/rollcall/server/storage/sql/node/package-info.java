/** The tables about nodes. */
@NullMarked
package rollcall.server.storage.sql.node;

import org.jspecify.annotations.NullMarked;
