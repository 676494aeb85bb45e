package rollcall.server.http.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rollcall.attestation.ContentDigest;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.routing.Router;
import spark.Request;
import spark.Response;

/** Serves the dashboard, docker_web/site, from the program's jar. */
public final class DashboardRoutes {
  /** The page's modules; the web server of compose.yml has them at the same path. */
  private static final String FILES = "/ui/:file";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "json", "application/json",
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, ApiResponse> files = new ConcurrentHashMap<>();
  private final Router.Handler index;

  /**
   * @param index answers requests for "/" that do not ask for HTML
   */
  public DashboardRoutes(Router.Handler index) {
    this.index = index;
  }

  public void addTo(Router router) {
    router.file("/", this::page);
    router.file("/config.json", (request, response) -> file(request, "config.json"));
    router.file(FILES, (request, response) -> file(request, "ui/" + request.params(":file")));
  }

  private @Nullable ApiResponse page(Request request, Response response) throws Exception {
    String accept = request.headers("Accept");
    response.raw().addHeader("Vary", "Accept"); // in addition to the Origin that CorsHandler adds
    boolean isBrowser = accept != null && accept.contains("text/html");
    return isBrowser ? file(request, "index.html") : index.handle(request, response);
  }

  private ApiResponse file(Request request, String name) {
    ApiResponse file = files.computeIfAbsent(name, DashboardRoutes::read);
    String known = request.headers("If-None-Match");
    boolean isKnown =
        known != null && Arrays.asList(known.split(",\\s*")).contains(file.headers().get("ETag"));
    return isKnown ? new ApiResponse(304, file.mediaType(), "", file.headers()) : file;
  }

  private static ApiResponse read(String name) {
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    // Path traversal is impossible in a jar; such names are refused nevertheless.
    boolean isPlain = name.matches("(ui/)?[a-z]+\\.[a-z]+") && !type.isEmpty();
    try (InputStream in =
        isPlain ? DashboardRoutes.class.getResourceAsStream("/site/" + name) : null) {
      if (in == null) {
        throw new ProblemException(404, "There is no such file.", "The page is at GET /.");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ApiResponse(
          200,
          type,
          text,
          Map.of(
              "ETag",
              etag(text),
              "Cache-Control",
              "no-cache",
              "Content-Security-Policy",
              POLICY,
              "Referrer-Policy",
              "no-referrer"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String etag(String text) {
    byte[] digest = ContentDigest.sha256(text.getBytes(StandardCharsets.UTF_8));
    return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
  }
}
