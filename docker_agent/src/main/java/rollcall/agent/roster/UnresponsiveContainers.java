package rollcall.agent.roster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Containers whose last inspection timed out. They are not inspected for a while, because each
 * timeout delays all other inspections.
 */
final class UnresponsiveContainers {
  private static final Duration BACKOFF = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final Map<String, Long> since = new HashMap<>();

  UnresponsiveContainers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The containers that may be inspected now. */
  List<String> without(Collection<String> ids) {
    since.keySet().retainAll(ids);
    return ids.stream().filter(id -> !isBackedOff(id)).toList();
  }

  private boolean isBackedOff(String id) {
    @Nullable Long start = since.get(id);
    return start != null && nanoTime.getAsLong() - start < BACKOFF.toNanos();
  }

  void answered(Collection<String> asked, Collection<String> answered) {
    Set<String> timedOut = new HashSet<>(asked);
    timedOut.removeAll(answered);
    timedOut.forEach(id -> since.put(id, nanoTime.getAsLong()));
    answered.forEach(since::remove);
  }
}
