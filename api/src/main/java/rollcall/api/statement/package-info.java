/** What agents vouch for: signed statements (JWS), their making and their check. */
@NullMarked
package rollcall.api.statement;

import org.jspecify.annotations.NullMarked;
