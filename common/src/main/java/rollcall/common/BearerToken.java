package rollcall.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token of an {@code Authorization: Bearer} header (RFC 6750, section 2.1). */
public final class BearerToken {
  private static final String SCHEME = "bearer ";

  private BearerToken() {}

  /**
   * Reads the token.
   *
   * @param authorization the header's value
   * @return empty without the header, or with another scheme
   */
  public static Optional<String> of(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()).strip());
  }

  /** Compares in constant time, so that timing does not reveal how much of a guess matches. */
  public static boolean matches(String given, String token) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
