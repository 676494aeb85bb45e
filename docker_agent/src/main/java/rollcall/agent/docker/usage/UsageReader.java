package rollcall.agent.docker.usage;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;

/** Measures memory and CPU usage with one sample, or two for a container's first measurement. */
public final class UsageReader {
  // Slightly longer than the minimum window, for the engine's delay before it reads the counters.
  private static final long PAUSE_MILLIS = CpuDeltas.MIN_WINDOW.toMillis() + 20;

  private final CpuDeltas deltas = new CpuDeltas();
  private final Map<String, Usage> last = new ConcurrentHashMap<>();

  /** The last measurement; {@link Usage#NONE} without one. */
  public Usage last(String id) {
    return last.getOrDefault(id, Usage.NONE);
  }

  /** Measures now; returns the last measurement if the engine responds with an error. */
  public Usage measure(EngineSession engine, String id) {
    try {
      ContainerStats stats = stats(engine, id);
      OptionalDouble cpu = deltas.usage(id, stats);
      if (cpu.isEmpty()) {
        pause();
        stats = stats(engine, id);
        cpu = deltas.usage(id, stats);
      }
      Usage usage = new Usage(stats.memory(), cpu.orElse(0));
      last.put(id, usage);
      return usage;
    } catch (EngineAnswerException e) {
      // A container that was removed uses nothing; any other error says nothing about its usage.
      return e.meansNoSuchContainer() ? Usage.NONE : last(id);
    }
  }

  /** Takes a container's first sample, so that many first samples can share one pause. */
  public void prime(EngineSession engine, String id) {
    try {
      deltas.usage(id, stats(engine, id));
    } catch (EngineAnswerException e) {
      // The next sample becomes the first.
    }
  }

  /**
   * Reads one sample. Without {@code one-shot} the engine takes two, which needs one or two
   * seconds.
   */
  private static ContainerStats stats(EngineSession engine, String id) {
    return ContainerStats.read(
        engine.get("/containers/" + id + "/stats?stream=false&one-shot=true"));
  }

  public boolean hasSample(String id) {
    return deltas.hasSample(id);
  }

  public void retain(Collection<String> running) {
    deltas.retain(running);
    last.keySet().retainAll(running);
  }

  public static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
