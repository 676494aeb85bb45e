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

/** The keys of {@code --filter} that the client applies, with the semantics of Docker's daemon. */
final class PsFilterKey {
  /** Every key, including those that the server applies. */
  static final List<String> ALL =
      List.of(
          "name", "id", "label", "status", "health", "exited", "node", "service", "image",
          "network", "publish", "expose", "is-task");

  private static final Set<String> HEALTHS = Set.of("none", "starting", "healthy", "unhealthy");
  private static final Pattern PORTS =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?");
  private static final List<String> DOCKER_ONLY = List.of("volume", "before", "since", "isolation");

  private static final Map<String, Function<String, Predicate<Container>>> KEYS =
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

  /** The predicate of a key and its value. */
  static Predicate<Container> predicate(String key, String value) {
    Function<String, Predicate<Container>> factory = KEYS.get(key);
    if (factory != null) {
      return factory.apply(value);
    }
    throw new UsageException(
        "--filter \""
            + key
            + (DOCKER_ONLY.contains(key)
                ? "\" is not supported; on the node itself: docker ps -f " + key
                : "\": the keys are " + String.join(", ", ALL)));
  }

  /** Matches an image id or its prefix. */
  static Predicate<Container> imageId(String value) {
    String id = value.replace("sha256:", "");
    return of(
        report ->
            report.image().replace("sha256:", "").startsWith(id)
                || (report.imageDigest() != null
                    && report.imageDigest().replace("sha256:", "").startsWith(id)));
  }

  private static Predicate<Container> of(Predicate<Report> predicate) {
    return container -> predicate.test(container.report());
  }

  /** Docker's internal names begin with a slash: both forms match. */
  private static Predicate<Container> name(String value) {
    Predicate<String> pattern = GoPattern.parse(value);
    return of(report -> pattern.test("/" + report.name()) || pattern.test(report.name()));
  }

  private static Predicate<Container> health(String value) {
    String health = value.toLowerCase(Locale.ROOT);
    if (!HEALTHS.contains(health)) {
      throw invalid("health", value, "starting, healthy, unhealthy or none");
    }
    return of(r -> health.equals(r.health() == null ? "none" : r.health().wireName()));
  }

  private static Predicate<Container> exited(String value) {
    if (!value.matches("\\d{1,9}")) {
      throw invalid("exited", value, "an exit code, like 137");
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
      throw invalid(key, value, "a port like 80, 80/udp or 8000-8080/tcp");
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
      throw invalid("is-task", value, "true or false");
    }
    return of(report -> (report.task() != null) == value.equals("true"));
  }

  private static UsageException invalid(String key, String value, String expected) {
    return new UsageException("--filter " + key + "=\"" + value + "\": expected " + expected);
  }
}
