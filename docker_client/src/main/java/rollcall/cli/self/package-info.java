/** The commands about the container that this client runs in. */
@NullMarked
package rollcall.cli.self;

import org.jspecify.annotations.NullMarked;
