/** The tables about containers: roster, placements, posted reports. */
@NullMarked
package rollcall.server.storage.sql.roster;

import org.jspecify.annotations.NullMarked;
