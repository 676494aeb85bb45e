package rollcall.cli.container;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.cli.text.DockerDurations;
import rollcall.cli.text.Formats;
import rollcall.cli.text.ShortNames;

/**
 * A row of {@code docker ps}: the container's fields, by the names in Docker's templates.
 *
 * @param now the server's clock
 * @param noTrunc whether to keep full ids and images
 */
record PsRow(Container container, Instant now, boolean noTrunc) {
  private record Field(String header, Function<PsRow, String> value) {}

  private static final Field NONE = new Field("", row -> "");

  /** In Docker's order, with our own fields in between. */
  private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

  static {
    field("ID", "CONTAINER ID", row -> row.noTrunc ? row.report().id() : ShortNames.id(row.id()));
    field("Image", "IMAGE", row -> row.noTrunc ? row.image() : ShortNames.image(row.image()));
    field("Node", "NODE", row -> text(row.report().node()));
    field("Service", "SERVICE", PsRow::service);
    field("Slot", "SLOT", row -> text(row.report().slot()));
    field("Task", "TASK", row -> text(row.report().task()));
    field("CreatedAt", "CREATED AT", row -> text(row.report().created()));
    field("RunningFor", "CREATED", PsRow::runningFor);
    field("State", "STATE", PsRow::state);
    field("Status", "STATUS", row -> PsStatus.of(row.container, row.now));
    field("Ports", "PORTS", PsRow::ports);
    field("Names", "NAMES", row -> row.report().name());
    field("Labels", "LABELS", PsRow::labels);
    field("Networks", "NETWORKS", PsRow::networks);
  }

  private static void field(String name, String header, Function<PsRow, String> value) {
    FIELDS.put(name, new Field(header, value));
  }

  /** The names of all fields, in order. */
  static Set<String> names() {
    return Collections.unmodifiableSet(FIELDS.keySet());
  }

  /** A field's column header; empty for an unknown field. */
  static String header(String name) {
    return FIELDS.getOrDefault(name, NONE).header();
  }

  /** A field's value; empty if unknown. */
  String field(String name) {
    return FIELDS.getOrDefault(name, NONE).value().apply(this);
  }

  String label(String key) {
    return report().labels().getOrDefault(key, "");
  }

  /** All fields, as in {@code docker ps --format json}. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    FIELDS.forEach((name, field) -> json.addProperty(name, field.value().apply(this)));
    return json;
  }

  private Report report() {
    return container.report();
  }

  private String id() {
    return report().id();
  }

  private String image() {
    return report().image();
  }

  private String service() {
    return ShortNames.slot(report().service(), report().slot());
  }

  private String state() {
    if (container.removedAt() != null) {
      return "removed";
    }
    return report().state() == null ? "unknown" : report().state().wireName();
  }

  private String runningFor() {
    return report().created() == null
        ? ""
        : DockerDurations.of(Duration.between(report().created(), now)) + " ago";
  }

  /** The time since its creation, like "4m"; empty if unknown. */
  String age() {
    return report().created() == null
        ? ""
        : Formats.brief(Duration.between(report().created(), now));
  }

  /** Like "0.0.0.0:8080->80/tcp, 443/tcp". */
  private String ports() {
    return report().ports().stream().map(PsRow::port).collect(Collectors.joining(", "));
  }

  /** A port in Docker's notation. */
  static String port(Port port) {
    String target = port.containerPort() + "/" + port.protocol();
    if (port.hostPort() == null) {
      return target;
    }
    String ip = port.hostIp() == null ? "" : port.hostIp();
    String host = ip.isEmpty() ? "" : (ip.contains(":") ? "[" + ip + "]" : ip) + ":";
    return host + port.hostPort() + "->" + target;
  }

  private String labels() {
    return new TreeMap<>(report().labels())
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  private String networks() {
    return report().networks().stream().map(Network::name).collect(Collectors.joining(","));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
