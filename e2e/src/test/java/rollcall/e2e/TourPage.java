package rollcall.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/TOUR.md: its commands as they stand there, and what the page says that they print. */
public final class TourPage {
  private static final Pattern FENCED =
      Pattern.compile("^## (.*)$|^```(\\S.*)\\n((?s:.*?))^```$", Pattern.MULTILINE);

  private TourPage() {}

  /**
   * A block of commands.
   *
   * @param title of its section
   * @param commands for a shell
   * @param expected what they print; "…" stands for anything within a line, a line of it for any
   *     lines
   */
  public record Block(String title, String commands, String expected) {
    /** Runs it in a shell that has run the blocks before, and compares. */
    public void check(Function<String, Ran> shell) {
      Ran ran = shell.apply(commands);
      assertThat(ran.exitCode()).as("exit code of %s", ran).isZero();
      assertThat(ran.out().replace("\r", ""))
          .as("what section \"%s\" says that these print:%n%s", title, ran)
          .matches(pattern(expected));
    }
  }

  /** The blocks of a language, the word behind the fence: "sh", or "sh swarm". */
  public static List<Block> blocks(String language) {
    try {
      return blocks(language, Files.readString(Repository.file("docs/TOUR.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Block> blocks(String language, String page) {
    List<Block> blocks = new ArrayList<>();
    String title = "";
    boolean chosen = false;
    Matcher part = FENCED.matcher(page);
    while (part.find()) {
      if (part.group(1) != null) {
        title = part.group(1);
      } else if (!part.group(2).equals("text")) {
        chosen = part.group(2).equals(language);
        if (chosen) {
          blocks.add(new Block(title, part.group(3), ""));
        }
      } else if (chosen) {
        Block last = blocks.remove(blocks.size() - 1);
        blocks.add(new Block(last.title(), last.commands(), part.group(3)));
      }
    }
    assertThat(blocks).as("blocks of \"%s\" in docs/TOUR.md", language).isNotEmpty();
    return blocks;
  }

  static Pattern pattern(String expected) {
    return Pattern.compile(expected.lines().map(TourPage::line).collect(Collectors.joining()));
  }

  private static String line(String expected) {
    return expected.equals("…")
        ? "([^\n]*\n)*"
        : "\\Q" + expected.replace("…", "\\E[^\n]*\\Q") + "\\E\n";
  }
}
