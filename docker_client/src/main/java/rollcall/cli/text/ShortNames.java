package rollcall.cli.text;

/** Ids and images as Docker shortens them in tables. */
public final class ShortNames {
  private static final int DIGITS = 12;
  private static final String SHA256 = "sha256:";

  private ShortNames() {}

  public static String id(String id) {
    return id.substring(0, Math.min(DIGITS, id.length()));
  }

  /** A bare digest becomes 12 digits; one behind a name is left out. */
  public static String image(String image) {
    if (image.startsWith(SHA256)) {
      return id(image.substring(SHA256.length()));
    }
    int digest = image.indexOf('@');
    return digest > 0 ? image.substring(0, digest) : image;
  }
}
