package rollcall.agent.docker.json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;

/**
 * Cuts labels to {@link Bounds}, so that one container cannot make the server refuse its node's
 * whole list.
 */
public final class Labels {
  private Labels() {}

  /** Reads and cuts the labels in a JSON object. */
  public static Map<String, String> of(Fields labels) {
    Map<String, String> read = new HashMap<>();
    labels
        .entries()
        .forEach(
            (key, value) -> {
              if (value.isJsonPrimitive()) {
                read.put(key, value.getAsString());
              } else if (!value.isJsonNull()) {
                labels.markUnreadable("value");
              }
            });
    return cut(read);
  }

  public static Map<String, String> cut(@Nullable Map<String, String> labels) {
    Map<String, String> kept = new LinkedHashMap<>();
    if (labels == null) {
      return kept;
    }
    int total = 0;
    // Sorted, so that the result is the same each time.
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      String key = label.getKey();
      @Nullable String whole = label.getValue();
      String value = whole == null ? "" : text(whole, Bounds.LABEL_VALUE);
      int size = key.length() + value.length();
      if (!key.isBlank()
          && key.indexOf('\0') < 0
          && key.length() <= Bounds.LABEL_KEY
          && total + size <= Bounds.LABELS_TOTAL
          && kept.size() < Bounds.LABELS) {
        kept.put(key, value);
        total += size;
      }
    }
    return kept;
  }

  public static String text(String text, int max) {
    String cut = text.length() <= max ? text : text.substring(0, max);
    return cut.replace('\0', '\uFFFD');
  }
}
