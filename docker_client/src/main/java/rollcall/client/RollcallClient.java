package rollcall.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import rollcall.api.Changes;
import rollcall.api.Container;
import rollcall.api.Containers;
import rollcall.api.Json;
import rollcall.api.Nodes;
import rollcall.api.Paths;
import rollcall.api.Placements;
import rollcall.api.Report;
import rollcall.api.Requests;
import rollcall.api.Status;
import rollcall.api.Var;
import rollcall.api.VarHistory;
import rollcall.api.VarValue;
import rollcall.api.Vars;

/** The server's API. Every method ends with a good answer or a {@link ClientException}. */
public final class RollcallClient {
  // A bound against a server that never stops; ten times what a large swarm needs.
  private static final int MAX_PAGES = 1000;

  // The most that the server gives at once.
  private static final int PAGE = 1000;
  private static final String HISTORY = "history";

  private final Connections connections;
  private final Endpoint endpoint;
  private final Http http;

  public RollcallClient(Connections connections, Endpoint endpoint, Duration timeout) {
    this(connections, endpoint, timeout, Optional.empty());
  }

  /**
   * A client.
   *
   * @param token the operator's; reading, and a container's report of itself, need none as a rule
   */
  public RollcallClient(
      Connections connections, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.connections = connections;
    this.endpoint = endpoint;
    this.http = new Http(connections, endpoint, timeout, token);
  }

  /** Stores a report: 201 for a new one, 200 for one stored before. */
  public Answer<Container> post(Report report) {
    return post(Json.write(report), Optional.empty());
  }

  /** Stores a report as an agent gave it, with its statement. */
  public Answer<Container> post(Answer<Report> vouched) {
    // Not written anew: an agent that is newer may have said more than is understood here.
    return post(vouched.body(), vouched.statement());
  }

  private Answer<Container> post(String report, Optional<String> statement) {
    return http.post(endpoint.at(Paths.REPORTS).build(), report, statement, Container.class);
  }

  /** One container by id, unique id prefix or name. */
  public Answer<Container> container(String reference) {
    return http.get(endpoint.at(Paths.CONTAINERS, reference), Container.class);
  }

  /** One page of the roster: the one after {@code after}, or the first. */
  public Answer<Containers> containers(Filter filter, @Nullable String after) {
    HttpUrl.Builder url = endpoint.at(Paths.CONTAINERS);
    filter.addTo(url);
    url.addQueryParameter("limit", String.valueOf(PAGE));
    if (after != null) {
      url.addQueryParameter("after", after);
    }
    return http.get(url.build(), Containers.class);
  }

  /** All pages of the roster, at least one. */
  public List<Answer<Containers>> containers(Filter filter) {
    List<Answer<Containers>> pages = new ArrayList<>();
    String after = null;
    do {
      Answer<Containers> page = containers(filter, after);
      pages.add(page);
      after = page.value().next();
    } while (after != null && pages.size() < MAX_PAGES);
    return pages;
  }

  /** Where a container ran, by id, unique id prefix or name. */
  public Answer<Placements> history(String reference) {
    return http.get(below(endpoint.at(Paths.CONTAINERS, reference)), Placements.class);
  }

  /** Where the containers of a service ran. */
  public Answer<Placements> serviceHistory(String service) {
    return http.get(below(endpoint.at(Paths.SERVICES, service)), Placements.class);
  }

  private static HttpUrl below(HttpUrl entry) {
    return entry.newBuilder().addPathSegment(HISTORY).build();
  }

  /** What changed after a revision; waits for the next change, at most as long as {@code wait}. */
  public Answer<Changes> changes(long since, Duration wait) {
    HttpUrl url =
        endpoint
            .at(Paths.CHANGES)
            .addQueryParameter("since", String.valueOf(since))
            .addQueryParameter("wait", wait.toMillis() + "ms")
            .build();
    return http.get(url, Changes.class, wait);
  }

  /**
   * All changes after a revision, as they come.
   *
   * @param onLoss is called when no replica could be reached for a while
   */
  public ChangeStream stream(long since, Consumer<ClientException> onLoss) {
    Request.Builder request =
        new Request.Builder()
            .url(endpoint.at(Paths.CHANGES).addQueryParameter("since", "" + since).build());
    return new ChangeStream(connections, endpoint, http.identified(request), since, onLoss);
  }

  /** All pages of the shared variables, at least one. */
  public List<Answer<Vars>> vars() {
    List<Answer<Vars>> pages = new ArrayList<>();
    String after = "";
    do {
      HttpUrl url =
          endpoint
              .at(Paths.VARS)
              .addQueryParameter("limit", String.valueOf(PAGE))
              .addQueryParameter("after", after)
              .build();
      Answer<Vars> page = http.get(url, Vars.class);
      pages.add(page);
      after = page.value().next();
    } while (after != null && pages.size() < MAX_PAGES);
    return pages;
  }

  /** One shared variable. */
  public Answer<Var> var(String key) {
    return http.get(endpoint.at(Paths.VARS, key), Var.class);
  }

  /**
   * Sets a shared variable: 201 for a new one, else 200.
   *
   * @param ifMatch the ETag that it must have now, else 412; null to set it in any case
   */
  public Answer<Var> setVar(String key, String value, @Nullable String ifMatch) {
    return http.put(endpoint.at(Paths.VARS, key), new VarValue(value), ifMatch, Var.class);
  }

  /** Deletes a shared variable; the answer has no value. */
  public Answer<Var> deleteVar(String key) {
    return http.delete(endpoint.at(Paths.VARS, key), Var.class);
  }

  /** A shared variable's changes, newest first. */
  public Answer<VarHistory> varHistory(String key) {
    return http.get(below(endpoint.at(Paths.VARS, key)), VarHistory.class);
  }

  /** The newest requests, this one first. */
  public Answer<Requests> requests(int limit) {
    HttpUrl url =
        endpoint.at(Paths.REQUESTS).addQueryParameter("limit", String.valueOf(limit)).build();
    return http.get(url, Requests.class);
  }

  public Answer<Nodes> nodes() {
    return http.get(endpoint.at(Paths.NODES).build(), Nodes.class);
  }

  public Answer<Status> status() {
    return http.get(endpoint.at(Paths.STATUS).build(), Status.class);
  }
}
