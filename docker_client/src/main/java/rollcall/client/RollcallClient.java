package rollcall.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.api.container.Report;
import rollcall.api.history.ChangePage;
import rollcall.api.history.PlacementList;
import rollcall.api.json.Json;
import rollcall.api.node.NodeList;
import rollcall.api.status.RequestLogPage;
import rollcall.api.status.Status;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariableHistory;
import rollcall.api.variable.VariablePage;
import rollcall.api.variable.VariableValue;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.ClientException;
import rollcall.client.http.Endpoint;
import rollcall.client.http.Http;
import rollcall.client.http.HttpClients;
import rollcall.client.http.UnreachableException;

/** Client of the server's API. Methods throw a {@link ClientException} on failure. */
public final class RollcallClient {
  // The server's maximum.
  private static final int PAGE_SIZE = 1000;
  // As many as a roster of the server's maximum size has.
  private static final int MAX_PAGES = 10_000;
  private static final String HISTORY = "history";

  private final HttpClients clients;
  private final Endpoint endpoint;
  private final Http http;

  public RollcallClient(HttpClients clients, Endpoint endpoint, Duration timeout) {
    this(clients, endpoint, timeout, Optional.empty());
  }

  /**
   * Creates a client.
   *
   * @param token the operator's token; reads and a container's own report usually need none
   */
  public RollcallClient(
      HttpClients clients, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.clients = clients;
    this.endpoint = endpoint;
    this.http = new Http(clients, endpoint, timeout, token);
  }

  /** Stores a report: 201 for a new one, 200 for one stored before. */
  public ApiResponse<Container> post(Report report) {
    return post(Json.write(report), Optional.empty());
  }

  /** Stores a report as an agent sent it, with its attestation. */
  public ApiResponse<Container> post(ApiResponse<Report> signed) {
    // The original JSON: a newer agent may send members that this version does not know.
    return post(signed.body(), signed.attestation());
  }

  private ApiResponse<Container> post(String report, Optional<String> attestation) {
    return http.post(endpoint.at(Paths.REPORTS).build(), report, attestation, Container.class);
  }

  /** One container by id, unique id prefix or name. */
  public ApiResponse<Container> container(String reference) {
    return http.get(endpoint.at(Paths.CONTAINERS, reference), Container.class);
  }

  /** One page of the roster: the one after {@code after}, or the first. */
  public ApiResponse<ContainerPage> containers(ContainerFilter filter, @Nullable String after) {
    HttpUrl.Builder url = endpoint.at(Paths.CONTAINERS);
    filter.addTo(url);
    url.addQueryParameter("limit", String.valueOf(PAGE_SIZE));
    if (after != null) {
      url.addQueryParameter("after", after);
    }
    return http.get(url.build(), ContainerPage.class);
  }

  /** All pages of the roster, at least one. */
  public List<ApiResponse<ContainerPage>> containers(ContainerFilter filter) {
    return all(after -> containers(filter, after), ContainerPage::next);
  }

  /**
   * Reads page after page, each after the cursor of the one before.
   *
   * @throws UnreachableException if the last page does not come; a part is never taken for all
   */
  private <P> List<ApiResponse<P>> all(
      Function<@Nullable String, ApiResponse<P>> read, Function<P, @Nullable String> next) {
    List<ApiResponse<P>> pages = new ArrayList<>();
    String after = null;
    do {
      if (pages.size() == MAX_PAGES) {
        throw new UnreachableException(endpoint, "no end after " + MAX_PAGES + " pages", null);
      }
      ApiResponse<P> page = read.apply(after);
      pages.add(page);
      after = next.apply(page.value());
    } while (after != null);
    return pages;
  }

  /** The placements of a container, by id, unique id prefix or name. */
  public ApiResponse<PlacementList> history(String reference) {
    return http.get(historyOf(endpoint.at(Paths.CONTAINERS, reference)), PlacementList.class);
  }

  /** The placements of a service's containers. */
  public ApiResponse<PlacementList> serviceHistory(String service) {
    return http.get(historyOf(endpoint.at(Paths.SERVICES, service)), PlacementList.class);
  }

  private static HttpUrl historyOf(HttpUrl entry) {
    return entry.newBuilder().addPathSegment(HISTORY).build();
  }

  /** The changes after a revision; waits up to {@code wait} for the first one. */
  public ApiResponse<ChangePage> changes(long since, Duration wait) {
    HttpUrl url =
        endpoint
            .at(Paths.CHANGES)
            .addQueryParameter("since", String.valueOf(since))
            .addQueryParameter("wait", wait.toMillis() + "ms")
            .build();
    return http.get(url, ChangePage.class, wait);
  }

  /**
   * All changes after a revision, as they happen.
   *
   * @param onLoss called after repeated connection failures
   */
  public ChangeStream stream(long since, Consumer<ClientException> onLoss) {
    Request.Builder request =
        new Request.Builder()
            .url(endpoint.at(Paths.CHANGES).addQueryParameter("since", "" + since).build());
    return new ChangeStream(clients, endpoint, http.withCommonHeaders(request), since, onLoss);
  }

  /** All pages of the shared variables, at least one. */
  public List<ApiResponse<VariablePage>> vars() {
    return all(this::vars, VariablePage::next);
  }

  private ApiResponse<VariablePage> vars(@Nullable String after) {
    HttpUrl url =
        endpoint
            .at(Paths.VARS)
            .addQueryParameter("limit", String.valueOf(PAGE_SIZE))
            .addQueryParameter("after", after == null ? "" : after)
            .build();
    return http.get(url, VariablePage.class);
  }

  /** One shared variable. */
  public ApiResponse<Variable> var(String key) {
    return http.get(endpoint.at(Paths.VARS, key), Variable.class);
  }

  /**
   * Sets a shared variable: 201 for a new one, else 200.
   *
   * @param ifMatch the ETag that it must have, else 412; null to set it unconditionally
   */
  public ApiResponse<Variable> setVar(String key, String value, @Nullable String ifMatch) {
    return http.put(
        endpoint.at(Paths.VARS, key), new VariableValue(value), ifMatch, Variable.class);
  }

  /** Deletes a shared variable; the response has no value. */
  public ApiResponse<Variable> deleteVar(String key) {
    return http.delete(endpoint.at(Paths.VARS, key), Variable.class);
  }

  /** A shared variable's changes, newest first. */
  public ApiResponse<VariableHistory> varHistory(String key) {
    return http.get(historyOf(endpoint.at(Paths.VARS, key)), VariableHistory.class);
  }

  /** The newest requests, this one first. */
  public ApiResponse<RequestLogPage> requests(int limit) {
    HttpUrl url =
        endpoint.at(Paths.REQUESTS).addQueryParameter("limit", String.valueOf(limit)).build();
    return http.get(url, RequestLogPage.class);
  }

  public ApiResponse<NodeList> nodes() {
    return http.get(endpoint.at(Paths.NODES).build(), NodeList.class);
  }

  public ApiResponse<Status> status() {
    return http.get(endpoint.at(Paths.STATUS).build(), Status.class);
  }
}
