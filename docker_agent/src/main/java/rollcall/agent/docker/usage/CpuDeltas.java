package rollcall.agent.docker.usage;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Computes CPU usage as CPU delta ÷ system delta since the last sample of each container. */
final class CpuDeltas {
  /** Shorter windows are inaccurate: the host's counter advances in steps of 10 ms. */
  static final Duration MIN_WINDOW = Duration.ofMillis(200);

  private record Last(ContainerStats stats, OptionalDouble usage) {}

  private final Map<String, Last> last = new ConcurrentHashMap<>();

  /** Adds a sample; empty if it is the first of this run of the container. */
  OptionalDouble usage(String id, ContainerStats now) {
    @Nullable Last result = last.compute(id, (key, before) -> next(before, now));
    return result == null ? OptionalDouble.empty() : result.usage();
  }

  boolean hasSample(String id) {
    return last.containsKey(id);
  }

  /** Removes all other containers, which no longer run. */
  void retain(Collection<String> ids) {
    last.keySet().retainAll(ids);
  }

  private static Last next(@Nullable Last before, ContainerStats now) {
    // A restarted container counts from zero again.
    if (before == null || now.cpu() < before.stats().cpu()) {
      return new Last(now, OptionalDouble.empty());
    }
    Duration window = Duration.between(before.stats().read(), now.read());
    long system = now.system() - before.stats().system();
    if (window.compareTo(MIN_WINDOW) < 0 || system <= 0) {
      return before;
    }
    double usage = (double) (now.cpu() - before.stats().cpu()) / system;
    return new Last(now, OptionalDouble.of(usage));
  }
}
