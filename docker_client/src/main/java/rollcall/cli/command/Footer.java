package rollcall.cli.command;

import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.client.http.ApiResponse;

/** The last line of a table: a summary, the revision and the replica. */
public final class Footer {
  private Footer() {}

  /**
   * Prints it. Responses with the same revision show the same state, whichever replica sent them.
   */
  public static void print(
      String summary, ApiResponse<?> response, long revision, CommandContext context) {
    String replica = response.servedBy().map(name -> ", served by " + name).orElse("");
    String text = summary + ", revision " + revision + replica;
    context.console().line(context.console().style().paint(TextColor.FAINT, TerminalText.of(text)));
  }
}
