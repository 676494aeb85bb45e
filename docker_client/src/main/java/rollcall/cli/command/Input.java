package rollcall.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text from standard input, which must be UTF-8. */
public final class Input {
  // Fits a command with a value of 64 Ki characters, all escaped.
  private static final int MAX_LINE_BYTES = 1024 * 1024;

  private Input() {}

  /**
   * Decodes text.
   *
   * @throws UsageException if the bytes are not UTF-8
   */
  public static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException("Standard input is not UTF-8: convert it with iconv -t UTF-8");
    }
  }

  /** The next line's bytes, without the line break; null at the end of the input. */
  public static byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() == MAX_LINE_BYTES) {
        throw new UsageException("A line of standard input is longer than 1 MiB");
      }
      line.write(next);
    }
    return line.toByteArray();
  }
}
