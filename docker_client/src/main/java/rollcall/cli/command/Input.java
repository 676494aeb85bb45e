package rollcall.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text from standard input: UTF-8, and nothing that is none. */
public final class Input {
  // A value of 64 Ki characters, each written as an escape, and the command before it.
  private static final int LONGEST_LINE = 1024 * 1024;

  private Input() {}

  /**
   * Bytes as text.
   *
   * @throws UsageException where they are no UTF-8
   */
  public static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException("Standard input is not UTF-8: convert it first, iconv -t UTF-8");
    }
  }

  /** The next line's bytes, without its end; null at the end of the input. */
  public static byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() == LONGEST_LINE) {
        throw new UsageException("A line of standard input is longer than 1 MiB");
      }
      line.write(next);
    }
    return line.toByteArray();
  }
}
