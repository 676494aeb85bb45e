package rollcall.server.storage.sql;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rollcall.api.Json;
import rollcall.api.Report;

/**
 * A report, ready to be stored: made in the caller's thread, so that the one writer need not.
 *
 * @param facts the part that seldom changes, as JSON text: equal texts mean that nothing but the
 *     state or the measurements changed
 * @param words what a search looks through, in lower case
 */
record Observed(Report report, String facts, String words) {
  private static final List<String> NOT_FACTS =
      List.of("timestamp", "memory_usage", "cpu_usage", "state");

  static Observed of(Report report) {
    JsonObject facts = Json.gson().toJsonTree(report).getAsJsonObject();
    NOT_FACTS.forEach(facts::remove);
    facts.entrySet().removeIf(field -> isEmpty(field.getValue()));
    String words =
        Stream.of(report.id(), report.name(), report.image(), report.node(), report.service())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return new Observed(report, facts.toString(), words.toLowerCase(Locale.ROOT));
  }

  private static boolean isEmpty(JsonElement value) {
    return (value.isJsonArray() && value.getAsJsonArray().isEmpty())
        || (value.isJsonObject() && value.getAsJsonObject().isEmpty());
  }
}
