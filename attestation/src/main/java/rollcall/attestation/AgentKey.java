package rollcall.attestation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import rollcall.common.InvalidException;

/** A secret that the agents and the servers of a swarm share. */
public final class AgentKey {
  /** HS256 requires a key at least as long as its hash (RFC 7518, 3.2). */
  private static final int MIN_KEY_BYTES = 32;

  private static final int ID_BYTES = 6;

  private final byte[] secret;
  private final String id;

  private AgentKey(byte[] secret) {
    this.secret = secret;
    byte[] hash = ContentDigest.sha256(secret);
    this.id = Base64.getUrlEncoder().withoutPadding().encodeToString(slice(hash));
  }

  /**
   * Creates a key from a text.
   *
   * @param name its setting, for the error
   * @throws InvalidException if it is too short
   */
  public static AgentKey of(String name, String text) {
    byte[] secret = text.getBytes(StandardCharsets.UTF_8);
    if (secret.length < MIN_KEY_BYTES) {
      throw new InvalidException(
          name
              + ": has "
              + secret.length
              + " characters, at least "
              + MIN_KEY_BYTES
              + " are needed; generate one with: head -c 32 /dev/urandom | base64");
    }
    return new AgentKey(secret);
  }

  private static byte[] slice(byte[] hash) {
    return Arrays.copyOf(hash, ID_BYTES);
  }

  byte[] secret() {
    return secret;
  }

  /** Identifies the key without revealing it: a prefix of its SHA-256. */
  public String id() {
    return id;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "key " + id;
  }
}
