package rollcall.cli.container;

import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.cli.command.UsageException;

/** The supported subset of Docker's Go templates: {@code {{.ID}} {{.Label "key"}} {{json .}}}. */
final class Template {
  private static final Pattern ACTION = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");
  private static final Pattern FIELD = Pattern.compile("\\.(\\w+)");
  private static final Pattern LABEL = Pattern.compile("\\.Label\\s+\"([^\"]*)\"");
  private static final Pattern JSON_FIELD = Pattern.compile("json\\s+\\.(\\w+)");
  private static final Pattern JSON = Pattern.compile("json\\s+\\.");

  private final List<Function<PsRow, String>> parts = new ArrayList<>();
  private final StringBuilder header = new StringBuilder();

  /** Parses a template, in which {@code \t} and {@code \n} are escape sequences. */
  Template(String text) {
    String template = text.replace("\\t", "\t").replace("\\n", "\n");
    Matcher action = ACTION.matcher(template);
    int end = 0;
    while (action.find()) {
      literal(template.substring(end, action.start()));
      parts.add(action(action.group(1)));
      end = action.end();
    }
    literal(template.substring(end));
  }

  String render(PsRow row) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.apply(row)));
    return text.toString();
  }

  /** The template with the column headers in place of the fields. */
  String header() {
    return header.toString();
  }

  private void literal(String text) {
    if (text.contains("{{")) {
      throw new UsageException("--format: unclosed \"{{\"");
    }
    header.append(text);
    parts.add(row -> text);
  }

  private Function<PsRow, String> action(String action) {
    Matcher field = FIELD.matcher(action);
    if (field.matches()) {
      String name = requireKnown(field.group(1));
      header.append(PsRow.header(name));
      return row -> row.field(name);
    }
    Matcher label = LABEL.matcher(action);
    if (label.matches()) {
      header.append(label.group(1));
      return row -> row.label(label.group(1));
    }
    Matcher json = JSON_FIELD.matcher(action);
    if (json.matches()) {
      String name = requireKnown(json.group(1));
      header.append(PsRow.header(name));
      return row -> new JsonPrimitive(row.field(name)).toString();
    }
    if (JSON.matcher(action).matches()) {
      return row -> row.json().toString();
    }
    throw new UsageException(
        "--format \"{{"
            + action
            + "}}\" is not supported; use {{.Field}}, {{.Label \"key\"}}, {{json .Field}} or"
            + " {{json .}}");
  }

  private static String requireKnown(String name) {
    if (!PsRow.names().contains(name)) {
      throw new UsageException(
          "--format: unknown field \""
              + name
              + "\"; the fields are "
              + String.join(", ", PsRow.names()));
    }
    return name;
  }
}
