/** Webhooks: detects events for operators and delivers them to a receiver by HTTP. */
@NullMarked
package rollcall.server.webhook;

import org.jspecify.annotations.NullMarked;
