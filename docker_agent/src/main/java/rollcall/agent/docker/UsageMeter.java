package rollcall.agent.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.google.gson.JsonParseException;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * Measures what containers use. A report costs one sample; only a container that was never measured
 * before waits for a second one.
 */
final class UsageMeter {
  // A little over the shortest window, for the engine's own delay between asking and reading.
  private static final long PAUSE_MILLIS = CpuSampler.SHORTEST_WINDOW.toMillis() + 20;

  private final CpuSampler sampler = new CpuSampler();

  Usage measure(EngineSession engine, String id) {
    try {
      ContainerStats stats = engine.stats(id);
      OptionalDouble cpu = sampler.usage(id, stats);
      if (cpu.isEmpty()) {
        pause();
        stats = engine.stats(id);
        cpu = sampler.usage(id, stats);
      }
      return new Usage(stats.memory(), cpu.orElse(0));
    } catch (DockerException | JsonParseException e) {
      // It stopped just now, and the engine refuses or answers nothing: what does not run uses
      // nothing.
      return Usage.NONE;
    }
  }

  /** Takes the first sample of a container; many first samples then share one pause. */
  void prime(EngineSession engine, String id) {
    try {
      sampler.usage(id, engine.stats(id));
    } catch (DockerException | JsonParseException e) {
      // As above; its report will say so.
    }
  }

  boolean knows(String id) {
    return sampler.knows(id);
  }

  void retain(Collection<String> running) {
    sampler.retain(running);
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
