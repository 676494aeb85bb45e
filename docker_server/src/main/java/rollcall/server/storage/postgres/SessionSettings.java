package rollcall.server.storage.postgres;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings that override defaults of the database or role, which could break guarantees or block.
 */
final class SessionSettings {
  private SessionSettings() {}

  /**
   * Returns the SQL that sets those that this version of PostgreSQL supports.
   *
   * @param timeout of a wait for a lock
   * @param idle fraction of the timeout for which a transaction may be idle
   * @param isolation isolation level of each transaction
   */
  static String of(Duration timeout, double idle, String isolation) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("lock_timeout", timeout.toMillis());
    settings.put("idle_in_transaction_session_timeout", Math.round(timeout.toMillis() * idle));
    settings.put("idle_session_timeout", 0);
    settings.put("transaction_timeout", 0);
    settings.put("default_transaction_isolation", isolation);
    settings.put("default_transaction_deferrable", "off");
    // The swarm's load balancer drops idle connections after 15 minutes.
    settings.put("tcp_keepalives_idle", 60);
    settings.put("exit_on_error", "off");
    settings.put("standard_conforming_strings", "on");
    settings.put("extra_float_digits", 1);
    settings.put("client_min_messages", "warning");
    settings.put("restrict_nonsystem_relation_kind", "");
    // First, because it limits the next statements; longer than lock_timeout, whose error is
    // clearer.
    return "SET statement_timeout = "
        + (timeout.toMillis() + 1000)
        + "; SELECT set_config(name, value, false) FROM pg_settings JOIN (VALUES "
        + settings.entrySet().stream()
            .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
            .collect(Collectors.joining(", "))
        + ") AS ours (name, value) USING (name)"
        // The values other than "off" are all durable; they differ in what a standby must confirm.
        + "; SELECT set_config('synchronous_commit', 'on', false)"
        + " WHERE current_setting('synchronous_commit') = 'off'";
  }
}
