package rollcall.server.webhook;

import java.util.Locale;
import rollcall.api.json.Json;
import rollcall.server.storage.change.ChangeEntry;

/**
 * An event as it is sent.
 *
 * @param id the same each time that it is sent, from whichever replica
 * @param revision of the change that it tells
 */
record WebhookEvent(String id, Type type, long revision, String body) {
  /** What an operator wants to know at once. */
  enum Type {
    /** It ended with another exit code than 0. */
    CONTAINER_DIED,
    /** It ended because its memory limit was reached. */
    CONTAINER_OOM,
    /** Its health check fails. */
    CONTAINER_UNHEALTHY,
    /** A service's slot had so many starts within the window. */
    RESTART_LOOP,
    /** Its agent is overdue. */
    NODE_STALE,
    /** Its agent is heard again. */
    NODE_BACK,
    /** Another machine has its name or its engine's id. */
    NODE_CLASH;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Makes one.
   *
   * @param database the database's id: revisions alone begin anew in another one
   * @param text a sentence for people; chat programs show the field of this name
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
