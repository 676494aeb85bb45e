package rollcall.cli.self;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import rollcall.api.container.Report;
import rollcall.client.http.LocalHostName;

/** The report of this process, used outside containers. */
final class ProcessReport {
  private static final double BYTES_PER_MIB = 1024 * 1024;

  private ProcessReport() {}

  static Report report() {
    ProcessHandle self = ProcessHandle.current();
    Instant now = Instant.now();
    Instant start = self.info().startInstant().orElse(now);
    String node = LocalHostName.name();
    // Process ids are reused: the start time makes the id unique.
    String id =
        "process-%d-%d@%s"
            .formatted(
                self.pid(), start.getEpochSecond(), node.replaceAll("[^A-Za-z0-9._:@-]", "-"));
    return Report.process(id, "rollcall-" + self.pid(), node, now, memory(), cpu(self, start, now));
  }

  /** The resident memory in MiB; without /proc, the heap. */
  private static double memory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return Runtime.getRuntime().totalMemory() / BYTES_PER_MIB;
  }

  /** The mean since the start, as a fraction of the host's CPUs. */
  private static double cpu(ProcessHandle self, Instant start, Instant now) {
    double used = self.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    // The start time has a resolution of 10 ms and may seem to be in the future.
    double available =
        Math.max(10, Duration.between(start, now).toMillis())
            * Runtime.getRuntime().availableProcessors();
    return Math.min(1, used / available);
  }
}
