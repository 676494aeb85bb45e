package rollcall.server.storage.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.history.Change.What;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.server.storage.roster.RosterEntry;

/** A change as it is stored; its JSON is a {@link rollcall.api.history.Change}. */
public record ChangeEntry(
    long revision,
    Instant time,
    What what,
    @Nullable RosterEntry entry,
    @Nullable String node,
    @Nullable Variable var) {

  /** Appends the change's JSON object. */
  public void writeTo(StringBuilder out) {
    out.append("{\"revision\":")
        .append(revision)
        .append(",\"time\":\"")
        .append(time)
        .append("\",\"what\":\"")
        .append(what.wireName())
        .append('"');
    if (entry != null) {
      out.append(",\"container\":");
      entry.writeTo(out);
    }
    if (node != null) {
      out.append(",\"node\":").append(Json.write(node));
    }
    if (var != null) {
      out.append(",\"var\":").append(Json.write(var));
    }
    out.append('}');
  }
}
