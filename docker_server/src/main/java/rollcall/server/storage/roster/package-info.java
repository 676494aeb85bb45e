/** The storage's records about containers. */
@NullMarked
package rollcall.server.storage.roster;

import org.jspecify.annotations.NullMarked;
