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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that gave no answer when they were looked at: left in peace for a while, because each
 * such look holds up all others.
 */
final class Silent {
  private static final Logger LOG = LoggerFactory.getLogger(Silent.class);
  private static final Duration PEACE = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final Map<String, Long> since = new HashMap<>();
  private final Set<String> named = new HashSet<>();

  Silent(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** All but those in peace. */
  List<String> without(List<String> ids) {
    since.keySet().retainAll(ids);
    named.retainAll(ids);
    return ids.stream().filter(id -> !isInPeace(id)).toList();
  }

  private boolean isInPeace(String id) {
    @Nullable Long start = since.get(id);
    return start != null && nanoTime.getAsLong() - start < PEACE.toNanos();
  }

  void answered(Collection<String> asked, Collection<String> answered) {
    Set<String> silent = new HashSet<>(asked);
    silent.removeAll(answered);
    for (String id : silent) {
      // Once may happen: a container that starts or goes holds its lock for a moment.
      if (since.put(id, nanoTime.getAsLong()) != null && named.add(id)) {
        LOG.warn("The engine tells nothing of container {}: it is reported as last known.", id);
      }
    }
    answered.forEach(since::remove);
    answered.forEach(named::remove);
  }
}
