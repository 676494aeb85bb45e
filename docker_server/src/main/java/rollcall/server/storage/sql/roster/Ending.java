package rollcall.server.storage.sql.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.json.Json;

/**
 * A container's exit: its code and time, parsed from the stable fields.
 *
 * @param finished by its node's clock
 */
public record Ending(
    @Nullable Integer exitCode, @Nullable Boolean oomKilled, @Nullable Instant finished) {
  private static final Ending NONE = new Ending(null, null, null);

  public static Ending of(@Nullable String facts) {
    // Most containers have not exited; searching the text is cheaper than parsing it.
    if (facts == null || !(facts.contains("\"exit_code\":") || facts.contains("\"finished\":"))) {
      return NONE;
    }
    return Json.read(facts, Ending.class);
  }

  /** The exit time, limited to the time in which the container was seen: clocks may differ. */
  public Instant time(Instant firstSeen, Instant lastSeen) {
    if (finished == null || finished.isAfter(lastSeen)) {
      return lastSeen;
    }
    return finished.isBefore(firstSeen) ? firstSeen : finished;
  }
}
