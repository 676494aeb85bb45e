package rollcall.agent.docker.usage;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;

/**
 * Measures memory and CPU usage. A report costs one sample; only a container that was never
 * measured before needs a second one.
 */
public final class UsageReader {
  // A little over the shortest window, for the engine's own delay between asking and reading.
  private static final long PAUSE_MILLIS = CpuDeltas.SHORTEST_WINDOW.toMillis() + 20;

  private final CpuDeltas deltas = new CpuDeltas();
  private final Map<String, Usage> last = new ConcurrentHashMap<>();

  /** What was measured last; nothing for a container that never was. */
  public Usage last(String id) {
    return last.getOrDefault(id, Usage.NONE);
  }

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
      // It stopped just now, and the engine refuses or answers nothing: what does not run uses
      // nothing.
      return Usage.NONE;
    }
  }

  /** Takes the first sample of a container; many first samples then share one pause. */
  public void prime(EngineSession engine, String id) {
    try {
      deltas.usage(id, stats(engine, id));
    } catch (EngineAnswerException e) {
      // As above; its report will say so.
    }
  }

  /**
   * One sample: without {@code one-shot} the engine collects two of them and takes a second or two.
   */
  private static ContainerStats stats(EngineSession engine, String id) {
    return ContainerStats.read(
        engine.get("/containers/" + id + "/stats?stream=false&one-shot=true"));
  }

  public boolean knows(String id) {
    return deltas.knows(id);
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
