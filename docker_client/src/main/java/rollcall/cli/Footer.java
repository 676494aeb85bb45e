package rollcall.cli;

import rollcall.client.Answer;

/** The last line of a table: what it has, at which revision, by which replica. */
final class Footer {
  private Footer() {}

  /**
   * Prints it. Answers of the same revision show the same state, whichever replica they are from.
   */
  static void print(String what, Answer<?> answer, long revision, Context context) {
    String replica = answer.servedBy().map(name -> ", served by " + name).orElse("");
    String text = what + ", revision " + revision + replica;
    context.console().line(context.console().style().paint(Tint.FAINT, Printable.of(text)));
  }
}
