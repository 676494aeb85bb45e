package rollcall.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error. It records write errors, and escapes characters that the
 * terminal's character set lacks.
 */
public final class Output extends Writer {
  private final Writer out;
  private final CharsetEncoder encoder;
  private @Nullable IOException failure;

  Output(OutputStream stream, Charset charset) {
    super(stream);
    encoder = charset.newEncoder();
    out = new OutputStreamWriter(stream, charset);
  }

  /** Uses the locale's character set, but UTF-8 for ASCII, the default in small images. */
  public static Output of(FileDescriptor descriptor) {
    Charset locale = Charset.defaultCharset();
    String name = System.getProperty("native.encoding", "");
    if (Charset.isSupported(name.isEmpty() ? "UTF-8" : name)) {
      locale = Charset.forName(name.isEmpty() ? "UTF-8" : name);
    }
    boolean isAscii = locale.equals(StandardCharsets.US_ASCII);
    return new Output(new FileOutputStream(descriptor), isAscii ? StandardCharsets.UTF_8 : locale);
  }

  public PrintWriter printer() {
    return new PrintWriter(this, false);
  }

  /** The first write error, or null. */
  public @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void write(char[] text, int start, int length) throws IOException {
    try {
      out.write(encodable(CharBuffer.wrap(text, start, length)));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private String encodable(CharBuffer text) {
    if (encoder.canEncode(text)) {
      return text.toString();
    }
    StringBuilder encodable = new StringBuilder();
    text.toString()
        .codePoints()
        .forEach(
            c -> {
              String character = Character.toString(c);
              encodable.append(encoder.canEncode(character) ? character : TerminalText.escape(c));
            });
    return encodable.toString();
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private IOException failed(IOException e) {
    failure = failure == null ? e : failure;
    return e;
  }
}
