package rollcall.agent.announcer;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.json.Json;
import rollcall.api.node.Accepted;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.Signer;
import rollcall.common.InvalidException;

/**
 * Sends an agent's messages to the server. OkHttp retries once if a kept-alive connection broke.
 * Only a response of Rollcall itself counts as success: a redirect or a login page does not.
 */
final class ReportClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportClient.class);
  private static final MediaType JSON = Objects.requireNonNull(MediaType.parse("application/json"));
  private static final long MAX_PROBLEM_BYTES = 64 * 1024;

  /** The failure's kind if another agent has replaced this one. */
  private static final String SUPERSEDED = "superseded";

  private static final String FOREIGN = "foreign";
  private static final int MAX_HEADER_LENGTH = 100;

  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(1);

  // The server has another list, or does not support this type of message yet.
  private static final Set<Integer> LIST_REQUIRED = Set.of(404, 405, 409);

  private final HttpUrl server;
  private final Optional<Signer> signer;
  private final OkHttpClient http;

  ReportClient(Destination destination) {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(3))
            .callTimeout(Duration.ofSeconds(15))
            .followRedirects(false)
            .addInterceptor(
                chain -> {
                  Response response = chain.proceed(chain.request());
                  if (isFromRollcall(response)) {
                    destination.time().update(response);
                  }
                  return response;
                });
    destination.trust().ifPresent(tls -> client.sslSocketFactory(tls.sockets(), tls.trust()));
    this.http = client.build();
    this.signer = destination.signer();
    this.server =
        Objects.requireNonNull(
            HttpUrl.get(destination.server()), () -> "not HTTP: " + destination.server());
  }

  /** Sends a list and returns the server's response. */
  Accepted put(String node, NodeReport report) throws DeliveryException {
    HttpUrl url = url(node, "containers");
    byte[] body = Payload.of(report);
    Request request = signed(node, Audience.LIST, body).url(url).put(json(body)).build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful() || !isFromRollcall(response)) {
        throw refused(url, response);
      }
      return accepted(response);
    } catch (IOException e) {
      throw unreachable(url, e);
    }
  }

  /** Sends what changed in a list; empty if the server requires the list instead. */
  Optional<Accepted> patch(String node, ListUpdate update) throws DeliveryException {
    HttpUrl url = url(node, "containers");
    byte[] body = Json.write(update).getBytes(StandardCharsets.UTF_8);
    return unlessListRequired(
        signed(node, Audience.UPDATE, body).url(url).patch(json(body)).build());
  }

  /** Sends a heartbeat; returns false if the server requires the list instead. */
  boolean heartbeat(String node, Heartbeat heartbeat) throws DeliveryException {
    HttpUrl url = url(node, "heartbeat");
    byte[] body = Json.write(heartbeat).getBytes(StandardCharsets.UTF_8);
    return unlessListRequired(
            signed(node, Audience.HEARTBEAT, body).url(url).post(json(body)).build())
        .isPresent();
  }

  private Optional<Accepted> unlessListRequired(Request request) throws DeliveryException {
    try (Response response = http.newCall(request).execute()) {
      if (response.isSuccessful() && isFromRollcall(response)) {
        return Optional.of(accepted(response));
      }
      DeliveryException refused = refused(request.url(), response);
      if (LIST_REQUIRED.contains(response.code()) && !refused.kind().equals(SUPERSEDED)) {
        return Optional.empty();
      }
      throw refused;
    } catch (IOException e) {
      throw unreachable(request.url(), e);
    }
  }

  /** Reports that the agent stops, in a second at most: without it the lease just expires. */
  void sendGoodbye(String node, Sender sender) {
    byte[] body = Json.write(sender).getBytes(StandardCharsets.UTF_8);
    Request request =
        signed(node, Audience.GOODBYE, body).url(url(node, "goodbye")).post(json(body)).build();
    OkHttpClient client = http.newBuilder().callTimeout(GOODBYE_TIMEOUT).build();
    try (Response response = client.newCall(request).execute()) {
      LOG.debug("Goodbye was answered with {}", response.code());
    } catch (IOException e) {
      LOG.debug("Goodbye did not arrive", e);
    }
  }

  /** All responses of the server have a revision, including errors. */
  private static boolean isFromRollcall(Response response) {
    return response.header(Paths.REVISION) != null;
  }

  private static Accepted accepted(Response response) throws IOException {
    try {
      return Json.read(response.peekBody(MAX_PROBLEM_BYTES).string(), Accepted.class);
    } catch (JsonParseException | InvalidException e) {
      return new Accepted(0, null, null);
    }
  }

  /** Starts a request with an attestation of the node and the body. */
  private Request.Builder signed(String node, Audience audience, byte[] body) {
    Request.Builder request = new Request.Builder();
    signer.ifPresent(
        key -> request.header(Paths.STATEMENT, key.sign(Attestation.ofNode(node, audience, body))));
    return request;
  }

  private static RequestBody json(byte[] body) {
    return RequestBody.create(body, JSON);
  }

  private HttpUrl url(String node, String resource) {
    return server
        .newBuilder()
        .addPathSegments(Paths.NODES.substring(1))
        .addPathSegment(node)
        .addPathSegment(resource)
        .build();
  }

  private static DeliveryException unreachable(HttpUrl url, IOException e) {
    return new DeliveryException(
        "unreachable",
        "Cannot report to "
            + url
            + ": "
            + e.getMessage()
            + ". Start the server there, or set ROLLCALL_SERVER to its URL.");
  }

  private static DeliveryException refused(HttpUrl url, Response response) throws IOException {
    if (response.code() < 400 && !isFromRollcall(response)) {
      return foreign(url, response);
    }
    String why = response.message();
    String kind = String.valueOf(response.code());
    String advice = "See the server's log, and compare the versions of server and agent.";
    String body = response.peekBody(MAX_PROBLEM_BYTES).string();
    try {
      Problem problem = Json.read(body, Problem.class);
      kind = Problem.SUPERSEDED.equals(problem.type()) ? SUPERSEDED : kind;
      why = problem.title() + ": " + problem.detail();
      advice = problem.advice() == null ? advice : problem.advice();
    } catch (JsonParseException | InvalidException e) {
      // Not a response of the Rollcall server, so only its status is known.
    }
    return new DeliveryException(
        kind,
        "The server refused the report to "
            + url
            + " with "
            + response.code()
            + (why.isBlank() ? "" : " " + why)
            + (why.endsWith(".") ? " " : ". ")
            + advice);
  }

  private static DeliveryException foreign(HttpUrl url, Response response) {
    @Nullable String program = response.header("Server");
    @Nullable String location = response.header("Location");
    String name = program == null ? "" : " (" + sanitized(program) + ")";
    String redirect = location == null ? "" : ", redirecting to " + sanitized(location);
    return new DeliveryException(
        FOREIGN,
        "A program other than the Rollcall server"
            + name
            + " responded at "
            + url
            + " with "
            + response.code()
            + redirect
            + ": the report was not delivered. Set ROLLCALL_SERVER to the server's own URL, not to"
            + " a login page or another proxy.");
  }

  /** An untrusted header for the log: short, and without the query, which may contain secrets. */
  private static String sanitized(String header) {
    String text = header.replaceFirst("[?#].*", "").replaceAll("\\p{Cntrl}", " ");
    return text.length() > MAX_HEADER_LENGTH ? text.substring(0, MAX_HEADER_LENGTH) + "…" : text;
  }

  void cancel() {
    http.dispatcher().cancelAll();
  }

  @Override
  public void close() {
    cancel();
    http.connectionPool().evictAll();
  }
}
