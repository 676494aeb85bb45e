package rollcall.server.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.Change.What;
import rollcall.api.Json;
import rollcall.api.Var;

/** A change as it is stored; becomes the {@link rollcall.api.Change} of the wire. */
public record ChangeEntry(
    long revision,
    Instant time,
    What what,
    @Nullable Entry entry,
    @Nullable String node,
    @Nullable Var var) {

  /** Appends the change's JSON object. */
  public void writeTo(StringBuilder out) {
    out.append("{\"revision\":")
        .append(revision)
        .append(",\"time\":\"")
        .append(time)
        .append("\",\"what\":\"")
        .append(what.word())
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
