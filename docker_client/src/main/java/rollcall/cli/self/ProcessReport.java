package rollcall.cli.self;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import rollcall.api.container.Report;
import rollcall.client.http.LocalHostName;

/** This process, reporting itself where there is no container to report. */
final class ProcessReport {
  private static final double MEBI = 1024 * 1024;

  private ProcessReport() {}

  static Report report() {
    ProcessHandle self = ProcessHandle.current();
    Instant now = Instant.now();
    Instant start = self.info().startInstant().orElse(now);
    String node = LocalHostName.name();
    // Process ids come around again; together with the start they name one process for good.
    String id =
        "process-%d-%d@%s"
            .formatted(
                self.pid(), start.getEpochSecond(), node.replaceAll("[^A-Za-z0-9._:@-]", "-"));
    return Report.process(id, "rollcall-" + self.pid(), node, now, memory(), cpu(self, start, now));
  }

  /** What is in RAM, in MiB; where /proc does not tell, the heap alone. */
  private static double memory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      // not Linux
    }
    return Runtime.getRuntime().totalMemory() / MEBI;
  }

  /** The mean since the start, as a fraction of the whole host. */
  private static double cpu(ProcessHandle self, Instant start, Instant now) {
    double used = self.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    // The kernel counts the start in hundredths of a second; a young process may seem unborn.
    double could =
        Math.max(10, Duration.between(start, now).toMillis())
            * Runtime.getRuntime().availableProcessors();
    return Math.min(1, used / could);
  }
}
