/** Nodes, and what their agents send. */
@NullMarked
package rollcall.api.node;

import org.jspecify.annotations.NullMarked;
