package rollcall.e2e.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the answers of one connection, one after the other. */
final class Answers {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 [2-5]\\d\\d .*");

  private final BufferedInputStream in;

  Answers(InputStream in) {
    this.in = new BufferedInputStream(in, 16_384);
  }

  /**
   * One answer.
   *
   * @param headers with lower-case names
   * @param body null where it has no end: a stream of events
   */
  record Answer(int status, Map<String, String> headers, String body) {
    /** Does the server say that it is the connection's last? */
    boolean isLast() {
      return body == null || headers.getOrDefault("connection", "").contains("close");
    }
  }

  /** The next one that is final (RFC 9110, 15.2), or null at the connection's end. */
  Answer next(String method) throws IOException {
    String line = line();
    while (line != null && line.startsWith("HTTP/1.1 1")) {
      headers();
      line = line();
    }
    if (line == null) {
      return null;
    }
    if (!STATUS_LINE.matcher(line).matches()) {
      throw new IOException("no status line: " + line);
    }
    int status = Integer.parseInt(line.substring(9, 12));
    Map<String, String> headers = headers();
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new Answer(status, headers, "");
    }
    if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
      return new Answer(status, headers, null);
    }
    byte[] body;
    if (headers.containsKey("content-length")) {
      body = exactly(Integer.parseInt(headers.get("content-length")));
    } else if (headers.containsKey("transfer-encoding")) {
      body = chunks();
    } else {
      body = in.readAllBytes();
    }
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); line == null || !line.isEmpty(); line = line()) {
      if (line == null) {
        throw new EOFException("within the headers");
      }
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("within a body");
    }
    return bytes;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(String.valueOf(line()), 16);
      body.write(exactly(length));
      line();
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
