package rollcall.server.webhook;

import java.util.Locale;
import rollcall.api.json.Json;
import rollcall.server.storage.change.ChangeEntry;

/**
 * An event in its sent form.
 *
 * @param id identical for each attempt and on each replica
 * @param revision revision of its change
 */
record WebhookEvent(String id, Type type, long revision, String body) {
  /** The types of events. */
  enum Type {
    /** A container exited with a code other than 0. */
    CONTAINER_DIED,
    /** A container was killed because it reached its memory limit. */
    CONTAINER_OOM,
    /** A container's health check fails. */
    CONTAINER_UNHEALTHY,
    /** A service's slot, or a container, had too many starts within the window. */
    RESTART_LOOP,
    /** A node's agent no longer reports. */
    NODE_STALE,
    /** A stale node's agent reports again. */
    NODE_BACK,
    /** Another machine has a node's name or engine id. */
    NODE_CLASH;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Creates an event.
   *
   * @param database the database's id, because revisions are unique only within one database
   * @param text a sentence for people; chat programs display the field of this name
   */
  static WebhookEvent of(String database, Type type, ChangeEntry change, String text) {
    String id = database + ":" + change.revision() + ":" + type.wireName();
    StringBuilder json =
        new StringBuilder(1024)
            .append("{\"id\":\"")
            .append(id)
            .append("\",\"type\":\"")
            .append(type.wireName())
            .append("\",\"text\":")
            .append(Json.write(text))
            .append(",\"change\":");
    change.writeTo(json);
    return new WebhookEvent(id, type, change.revision(), json.append('}').toString());
  }
}
