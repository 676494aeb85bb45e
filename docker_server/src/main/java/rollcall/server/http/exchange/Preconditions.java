package rollcall.server.http.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.api.variable.Variable;
import rollcall.server.storage.variable.VariableCondition;
import spark.Request;

/** The If-Match and If-None-Match headers of a request (RFC 9110, section 13.1). */
public final class Preconditions implements VariableCondition {
  private static final String ANY = "*";
  private static final Pattern TAG = Pattern.compile("\\s*(W/)?(\"[!#-~]*\")\\s*(,|$)");

  private final @Nullable List<String> match;
  private final @Nullable List<String> noneMatch;

  private Preconditions(@Nullable List<String> match, @Nullable List<String> noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  public static Preconditions of(Request request) {
    return new Preconditions(tags(request, "If-Match"), tags(request, "If-None-Match"));
  }

  /** Whether the request has any. */
  public boolean exist() {
    return match != null || noneMatch != null;
  }

  /** Whether the client already has this version of the variable. */
  public boolean isKnown(Variable current) {
    return noneMatch != null && names(noneMatch, current);
  }

  @Override
  public boolean holds(@Nullable Variable current) {
    return (match == null || (current != null && names(match, current)))
        && (noneMatch == null || current == null || !names(noneMatch, current));
  }

  private static boolean names(List<String> tags, Variable var) {
    return tags.contains(ANY) || tags.contains(var.etag());
  }

  private static @Nullable List<String> tags(Request request, String header) {
    String text = request.headers(header);
    if (text == null) {
      return null;
    }
    if (text.strip().equals(ANY)) {
      return List.of(ANY);
    }
    List<String> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(text);
    int end = 0;
    while (end < text.length() && tag.region(end, text.length()).lookingAt()) {
      // If-Match compares strongly: a weak ETag never matches.
      boolean isWeak = tag.group(1) != null;
      tags.add(isWeak && header.equals("If-Match") ? "W/" : tag.group(2));
      end = tag.end();
    }
    if (tags.isEmpty() || end < text.length()) {
      throw new ProblemException(
          400,
          header + ": " + LogText.escape(text) + " is not a list of ETags.",
          "Send * or ETags from earlier responses, in double quotes: \"12\".");
    }
    return tags;
  }
}
