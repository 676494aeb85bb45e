package rollcall.server.storage.postgres;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a session must not take from the defaults of its database or role: each of these could break
 * a promise of the storage, or stop it.
 */
final class SessionSettings {
  private SessionSettings() {}

  /**
   * The SQL that sets them, where this version of PostgreSQL has them.
   *
   * @param timeout of a wait for a lock
   * @param idle the part of it that a transaction may be idle for
   * @param isolation of each transaction
   */
  static String of(Duration timeout, double idle, String isolation) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("lock_timeout", timeout.toMillis());
    settings.put("idle_in_transaction_session_timeout", Math.round(timeout.toMillis() * idle));
    settings.put("idle_session_timeout", 0);
    settings.put("transaction_timeout", 0);
    settings.put("default_transaction_isolation", isolation);
    settings.put("default_transaction_deferrable", "off");
    // The swarm's load balancer forgets silent connections after 15 minutes.
    settings.put("tcp_keepalives_idle", 60);
    settings.put("exit_on_error", "off");
    settings.put("standard_conforming_strings", "on");
    settings.put("extra_float_digits", 1);
    settings.put("client_min_messages", "warning");
    settings.put("restrict_nonsystem_relation_kind", "");
    // First, since it holds for what follows, and longer than a wait for a lock, which says more.
    return "SET statement_timeout = "
        + (timeout.toMillis() + 1000)
        + "; SELECT set_config(name, value, false) FROM pg_settings JOIN (VALUES "
        + settings.entrySet().stream()
            .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
            .collect(Collectors.joining(", "))
        + ") AS ours (name, value) USING (name)"
        // Other values than "off" differ in what a standby must have done.
        + "; SELECT set_config('synchronous_commit', 'on', false)"
        + " WHERE current_setting('synchronous_commit') = 'off'";
  }
}
