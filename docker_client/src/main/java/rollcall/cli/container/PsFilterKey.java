package rollcall.cli.container;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.api.container.Container;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.cli.command.UsageException;

/** The keys of {@code --filter} that are looked at here, as Docker's daemon does it. */
final class PsFilterKey {
  /** Every key, also those that the server looks at. */
  static final List<String> ALL =
      List.of(
          "name", "id", "label", "status", "health", "exited", "node", "service", "image",
          "network", "publish", "expose", "is-task");

  private static final Set<String> HEALTHS = Set.of("none", "starting", "healthy", "unhealthy");
  private static final Pattern PORTS =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?");
  private static final List<String> DOCKERS_OWN = List.of("volume", "before", "since", "isolation");

  private static final Map<String, Function<String, Predicate<Container>>> READERS =
      Map.of(
          "name", PsFilterKey::name,
          "id", value -> of(report -> report.id().startsWith(value)),
          "health", PsFilterKey::health,
          "exited", PsFilterKey::exited,
          "network", PsFilterKey::network,
          "publish", value -> port("publish", value, PsFilterKey::published),
          "expose", value -> port("expose", value, Port::containerPort),
          "is-task", PsFilterKey::isTask);

  private PsFilterKey() {}

  /** Which containers have this value of that key. */
  static Predicate<Container> test(String key, String value) {
    Function<String, Predicate<Container>> reader = READERS.get(key);
    if (reader != null) {
      return reader.apply(value);
    }
    throw new UsageException(
        "--filter \""
            + key
            + (DOCKERS_OWN.contains(key)
                ? "\": Rollcall does not know it; ask the node's own engine: docker ps -f " + key
                : "\": the keys are " + String.join(", ", ALL)));
  }

  /** Those of an image's id, or of the beginning of one. */
  static Predicate<Container> imageId(String value) {
    String id = value.replace("sha256:", "");
    return of(
        report ->
            report.image().replace("sha256:", "").startsWith(id)
                || (report.imageDigest() != null
                    && report.imageDigest().replace("sha256:", "").startsWith(id)));
  }

  private static Predicate<Container> of(Predicate<Report> test) {
    return container -> test.test(container.report());
  }

  /** Docker's own names begin with a slash: either spelling is found. */
  private static Predicate<Container> name(String value) {
    Predicate<String> pattern = GoPattern.parse(value);
    return of(report -> pattern.test("/" + report.name()) || pattern.test(report.name()));
  }

  private static Predicate<Container> health(String value) {
    String health = value.toLowerCase(Locale.ROOT);
    if (!HEALTHS.contains(health)) {
      throw wrong("health", value, "starting, healthy, unhealthy or none");
    }
    return of(r -> health.equals(r.health() == null ? "none" : r.health().wireName()));
  }

  private static Predicate<Container> exited(String value) {
    if (!value.matches("\\d{1,9}")) {
      throw wrong("exited", value, "an exit code, like 137");
    }
    Integer code = Integer.valueOf(value);
    return of(
        report ->
            code.equals(report.exitCode())
                && (report.state() == State.EXITED || report.state() == State.DEAD));
  }

  private static Predicate<Container> port(
      String key, String value, Function<Port, Integer> number) {
    Matcher range = PORTS.matcher(value);
    if (!range.matches()) {
      throw wrong(key, value, "a port like 80, 80/udp or 8000-8080/tcp");
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    String protocol = range.group(3) == null ? "tcp" : range.group(3);
    return of(
        report ->
            report.ports().stream()
                .anyMatch(
                    port ->
                        port.protocol().equals(protocol)
                            && number.apply(port) >= first
                            && number.apply(port) <= last));
  }

  private static int published(Port port) {
    return port.hostPort() == null ? -1 : port.hostPort();
  }

  private static Predicate<Container> network(String value) {
    return of(report -> report.networks().stream().anyMatch(net -> net.name().equals(value)));
  }

  private static Predicate<Container> isTask(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong("is-task", value, "true or false");
    }
    return of(report -> (report.task() != null) == value.equals("true"));
  }

  private static UsageException wrong(String key, String value, String expected) {
    return new UsageException("--filter " + key + "=\"" + value + "\": expected " + expected);
  }
}
