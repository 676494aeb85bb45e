/** Authentication, authorization, rate limits, and the audit log. */
@NullMarked
package rollcall.server.auth;

import org.jspecify.annotations.NullMarked;
