package rollcall.cli.commands;

import com.google.gson.JsonElement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;
import rollcall.cli.table.Cell;
import rollcall.cli.table.KeyValueList;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;

/** Adds a server's status to a list. */
final class StatusDetails {
  private StatusDetails() {}

  static void addTo(KeyValueList list, Status status) {
    Status.Storage storage = status.storage();
    list.add("  version", status.version())
        .add("  replica", status.replica())
        .add("  uptime", Formats.time(Duration.ofSeconds((long) status.uptime())))
        .add("  writes", writes(status.auth()))
        .add("  revision", status.revision())
        .add("  storage", storage.kind() + ", id " + storage.id() + ", schema " + storage.schema())
        .add(
            "  database",
            Cell.of(storage.state(), storage.isWell() ? TextColor.GOOD : TextColor.BAD))
        .addAll(
            "  replicas", status.replicas().stream().map(replica -> line(replica, status)).toList())
        .addAll("  services", status.services().stream().map(StatusDetails::line).toList());
  }

  private static Cell writes(@Nullable String auth) {
    return switch (String.valueOf(auth)) {
      case Status.AUTH_ON -> Cell.of("authenticated callers only", TextColor.GOOD);
      case Status.AUTH_LOOPBACK -> Cell.of("local callers only", TextColor.GOOD);
      case Status.AUTH_OFF -> Cell.of("ANY CALLER (ROLLCALL_AUTH=off)", TextColor.BAD);
      default -> Cell.of("unknown", TextColor.FAINT);
    };
  }

  /** A JSON value as text; strings without quotes. */
  static String plain(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  private static String line(Status.Replica replica, Status status) {
    String seen = Formats.ago(replica.lastSeen(), status.time());
    return "%s (%s), seen %s%s"
        .formatted(
            replica.name(), replica.version(), seen, replica.staleSince() == null ? "" : ", stale");
  }

  private static String line(SwarmSnapshot.Service service) {
    return service.name()
        + " ("
        + service.mode()
        + (service.desired() == null ? "" : " × " + service.desired())
        + ")";
  }
}
