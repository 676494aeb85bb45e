/** Nodes, and the messages of their agents. */
@NullMarked
package rollcall.api.node;

import org.jspecify.annotations.NullMarked;
