package rollcall.cli.command;

import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.client.http.ApiResponse;

/** The last line of a table: what it has, at which revision, by which replica. */
public final class Footer {
  private Footer() {}

  /**
   * Prints it. Answers of the same revision show the same state, whichever replica they are from.
   */
  public static void print(
      String what, ApiResponse<?> answer, long revision, CommandContext context) {
    String replica = answer.servedBy().map(name -> ", served by " + name).orElse("");
    String text = what + ", revision " + revision + replica;
    context.console().line(context.console().style().paint(TextColor.FAINT, TerminalText.of(text)));
  }
}
