package rollcall.attestation;

import java.util.Locale;

/** What an attestation is for; it is not valid for anything else (RFC 8725, 3.9). */
public enum Audience {
  /** A container's report of itself. */
  REPORT,
  /** A node's full list of its containers. */
  LIST,
  /** A node's word that its list still holds. */
  HEARTBEAT,
  /** A node's last word. */
  GOODBYE;

  /** As the claim {@code aud} has it. */
  String audience() {
    return "rollcall:" + wireName();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
