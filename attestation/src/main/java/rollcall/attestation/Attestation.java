package rollcall.attestation;

/**
 * What an agent attests.
 *
 * @param node whose agent speaks
 * @param subject whom it is about: a container's id, or the node itself
 * @param digest of the content that it goes with, as {@link ContentDigest} makes it
 */
public record Attestation(String node, String subject, Audience audience, String digest) {
  /** An agent's statement about its own node. */
  public static Attestation ofNode(String node, Audience audience, byte[] body) {
    return new Attestation(node, node, audience, ContentDigest.digest(body));
  }

  /**
   * Holds it against what it is to be good for.
   *
   * @throws StatementException saying what it is good for instead
   */
  public void require(Attestation needed) {
    if (audience != needed.audience) {
      throw mismatch("is a " + audience.wireName() + ", not a " + needed.audience.wireName());
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

  private static AttestationException mismatch(String what) {
    return new AttestationException(
        AttestationException.Reason.MISMATCH, "The agent's statement " + what + ".");
  }
}
