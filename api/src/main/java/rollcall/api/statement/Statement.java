package rollcall.api.statement;

/**
 * What an agent vouches for.
 *
 * @param node whose agent speaks
 * @param subject whom it is about: a container's id, or the node itself
 * @param digest of the content that it goes with, as {@link Content} makes it
 */
public record Statement(String node, String subject, Purpose purpose, String digest) {
  /** An agent's statement about its own node. */
  public static Statement ofNode(String node, Purpose purpose, byte[] body) {
    return new Statement(node, node, purpose, Content.digest(body));
  }

  /**
   * Holds it against what it is to be good for.
   *
   * @throws StatementException saying what it is good for instead
   */
  public void require(Statement needed) {
    if (purpose != needed.purpose) {
      throw mismatch("is a " + purpose.word() + ", not a " + needed.purpose.word());
    }
    if (!node.equals(needed.node)) {
      throw mismatch(
          "is that of node \"" + node + "\", which cannot speak for \"" + needed.node + "\"");
    }
    if (!subject.equals(needed.subject)) {
      throw mismatch("is about " + subject + ", not about " + needed.subject);
    }
    if (!digest.equals(needed.digest)) {
      throw mismatch("was made for other content than came with it");
    }
  }

  private static StatementException mismatch(String what) {
    return new StatementException(
        StatementException.Reason.MISMATCH, "The agent's statement " + what + ".");
  }
}
