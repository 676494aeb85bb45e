package rollcall.e2e;

import java.security.SecureRandom;
import java.util.Base64;

/** Keys and tokens for one run. */
public final class Secret {
  private Secret() {}

  /** 32 random bytes, in base64. */
  public static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
