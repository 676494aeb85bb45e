package rollcall.server.http.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import spark.Request;

/** Reads request bodies. */
public final class RequestBodies {
  /** The attribute of a request whose body has been read. */
  public static final String BODY = RequestBodies.class.getName();

  private RequestBodies() {}

  /** Reads the body, once; returns an empty array if there is none. */
  public static byte[] bytes(Request request) {
    if (request.raw().getAttribute(BODY) instanceof byte[] known) {
      return known;
    }
    byte[] bytes = read(request);
    request.raw().setAttribute(BODY, bytes);
    return bytes;
  }

  /**
   * Reads the body. Spark's body() would return a truncated body as an empty one, and log a stack
   * trace.
   */
  private static byte[] read(Request request) {
    try {
      return request.raw().getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new ProblemException(400, "The request body was truncated.", "Send it completely.");
    }
  }

  /** Decodes the body as UTF-8, the only encoding of JSON (RFC 8259); the header is ignored. */
  public static String text(Request request) {
    byte[] bytes = bytes(request);
    if (bytes.length == 0) {
      throw new ProblemException(400, "The body is empty.", "Send one JSON object.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(400, "The body is not valid UTF-8.", "Encode it as UTF-8.");
    }
  }

  /** Returns a JSON body; requires its Content-Type, which browsers refuse other sites' pages. */
  public static String json(Request request) {
    String media = media(request);
    if (!media.equals("application/json") && !media.endsWith("+json")) {
      throw new ProblemException(
          415,
          "The request's Content-Type is "
              + (media.isEmpty() ? "missing" : LogText.escape(media))
              + ", not JSON.",
          "Send it with Content-Type: application/json.");
    }
    return text(request);
  }

  /** Returns the media type in lower case without parameters; empty if none is sent. */
  public static String media(Request request) {
    String type = request.contentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
