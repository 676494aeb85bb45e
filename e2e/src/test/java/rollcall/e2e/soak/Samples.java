package rollcall.e2e.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rollcall.e2e.Command;

/** What one server's process takes, in the course of time. */
final class Samples {
  private static final Pattern GENERATION =
      Pattern.compile("generation.*\\[0x(\\p{XDigit}+), 0x\\p{XDigit}+, 0x(\\p{XDigit}+)\\)");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-\\p{XDigit}+ .*");
  private static final Pattern RESIDENT = Pattern.compile("Rss: +(\\d+) kB");

  private final long pid;
  private final List<Sample> all = new ArrayList<>();
  private final long heapBegin;
  private final long heapEnd;

  /**
   * At one moment.
   *
   * @param second since the load began
   * @param resident KiB
   * @param used KiB of the live heap after a collection and of what is resident outside of the
   *     heap; empty where it was not looked for. What is resident alone would tell how much garbage
   *     the heap was allowed to hold, which drifts until its limit
   */
  record Sample(long second, long openFiles, long threads, long resident, OptionalLong used) {}

  /** The medians of the first and of the last quarter after the warm-up. */
  record Trend(long first, long last) {
    long rise() {
      return last - first;
    }

    @Override
    public String toString() {
      return first + "→" + last;
    }
  }

  /** Of the process {@code pid}, a Java with the serial collector. */
  Samples(long pid) {
    this.pid = pid;
    List<String[]> generations =
        GENERATION
            .matcher(jcmd("GC.heap_info"))
            .results()
            .map(found -> new String[] {found.group(1), found.group(2)})
            .toList();
    heapBegin = hex(generations.get(0)[0]);
    heapEnd = hex(generations.get(generations.size() - 1)[1]);
  }

  void take(long second, boolean withMemory) throws IOException {
    all.add(
        new Sample(
            second,
            count("fd"),
            count("task"),
            resident(),
            withMemory ? OptionalLong.of(used()) : OptionalLong.empty()));
  }

  List<Sample> all() {
    return all;
  }

  /** How a figure went from the second {@code warmUp} on. */
  Trend trend(long warmUp, Function<Sample, OptionalLong> figure) {
    List<Long> figures =
        all.stream()
            .filter(sample -> sample.second() >= warmUp)
            .flatMap(sample -> figure.apply(sample).stream().boxed())
            .toList();
    int quarter = figures.size() / 4;
    if (quarter == 0) {
      throw new AssertionError("too short a run to compare its quarters");
    }
    return new Trend(
        median(figures.subList(0, quarter)),
        median(figures.subList(figures.size() - quarter, figures.size())));
  }

  private static long median(List<Long> figures) {
    return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
  }

  private long count(String folder) throws IOException {
    try (Stream<Path> files = Files.list(process(folder))) {
      return files.count();
    }
  }

  private long resident() throws IOException {
    return Files.readAllLines(process("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** A collection each, which costs. */
  private long used() throws IOException {
    Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
    if (!total.find()) {
      throw new AssertionError("a histogram without a total");
    }
    return Long.parseLong(total.group(1)) / 1024 + outsideOfHeap();
  }

  private long outsideOfHeap() throws IOException {
    long sum = 0;
    boolean isOutside = true;
    for (String line : Files.readAllLines(process("smaps"))) {
      Matcher mapping = MAPPING.matcher(line);
      Matcher resident = RESIDENT.matcher(line);
      if (mapping.matches()) {
        long begin = hex(mapping.group(1));
        isOutside =
            Long.compareUnsigned(begin, heapBegin) < 0 || Long.compareUnsigned(begin, heapEnd) >= 0;
      } else if (isOutside && resident.matches()) {
        sum += Long.parseLong(resident.group(1));
      }
    }
    return sum;
  }

  private Path process(String file) {
    return Path.of("/proc/" + pid, file);
  }

  private String jcmd(String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    return Command.of(jcmd.toString(), "" + pid, command).ok();
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
