package rollcall.attestation;

/**
 * What an agent signs: the request's type, subject and content.
 *
 * @param node the agent's node
 * @param subject a container's id, or the node
 * @param digest of the request's content, by {@link ContentDigest}
 */
public record Attestation(String node, String subject, Audience audience, String digest) {
  /** An attestation about the agent's own node. */
  public static Attestation ofNode(String node, Audience audience, byte[] body) {
    return new Attestation(node, node, audience, ContentDigest.digest(body));
  }

  /**
   * Compares this attestation with the one that a request requires.
   *
   * @throws AttestationException naming the difference
   */
  public void require(Attestation expected) {
    if (audience != expected.audience) {
      throw mismatch("is for a " + audience.wireName() + ", not a " + expected.audience.wireName());
    }
    if (!node.equals(expected.node)) {
      throw mismatch(
          "is from node \"" + node + "\", which cannot report for \"" + expected.node + "\"");
    }
    if (!subject.equals(expected.subject)) {
      throw mismatch("is about " + subject + ", not about " + expected.subject);
    }
    if (!digest.equals(expected.digest)) {
      throw mismatch("does not match the request's content");
    }
  }

  private static AttestationException mismatch(String difference) {
    return new AttestationException(
        AttestationException.Reason.MISMATCH, "The attestation " + difference + ".");
  }
}
