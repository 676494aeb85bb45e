package rollcall.cli.line;

import java.util.ArrayList;
import java.util.List;
import rollcall.cli.command.UsageException;

/** Splits a line into arguments like a shell, with quotes and backslashes. */
public final class Tokenizer {
  private Tokenizer() {}

  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        inWord = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new UsageException("Unclosed quote (" + quote + ")");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
