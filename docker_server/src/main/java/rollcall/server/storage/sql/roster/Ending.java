package rollcall.server.storage.sql.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.json.Json;

/**
 * How and when a container ended, read from its stable fields.
 *
 * @param finished by its node's clock
 */
public record Ending(
    @Nullable Integer exitCode, @Nullable Boolean oomKilled, @Nullable Instant finished) {
  private static final Ending NONE = new Ending(null, null, null);

  public static Ending of(@Nullable String facts) {
    // Most have none; reading a text is cheaper than reading JSON.
    if (facts == null || !(facts.contains("\"exit_code\":") || facts.contains("\"finished\":"))) {
      return NONE;
    }
    return Json.read(facts, Ending.class);
  }

  /** When it ended; the node's clock may tell a time at which the container was not seen. */
  public Instant time(Instant firstSeen, Instant lastSeen) {
    if (finished == null || finished.isAfter(lastSeen)) {
      return lastSeen;
    }
    return finished.isBefore(firstSeen) ? firstSeen : finished;
  }
}
