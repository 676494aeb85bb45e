package rollcall.attestation;

import java.util.Locale;

/** The type of request that an attestation is valid for, and no other (RFC 8725, 3.9). */
public enum Audience {
  /** A container's report of itself. */
  REPORT,
  /** A node's full list of its containers. */
  LIST,
  /** What changed in a node's list. */
  UPDATE,
  /** A node's message that its list is unchanged. */
  HEARTBEAT,
  /** A node's message that its agent stops. */
  GOODBYE;

  /** The value of the claim {@code aud}. */
  String audience() {
    return "rollcall:" + wireName();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
