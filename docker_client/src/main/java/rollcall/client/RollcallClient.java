package rollcall.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import rollcall.api.Container;
import rollcall.api.Containers;
import rollcall.api.Nodes;
import rollcall.api.Paths;
import rollcall.api.Report;
import rollcall.api.Status;

/** The server's API. Every method ends with a good answer or a {@link ClientException}. */
public final class RollcallClient {
  // A bound against a server that never stops; ten times what a large swarm needs.
  private static final int MAX_PAGES = 1000;

  private final Endpoint endpoint;
  private final Http http;

  public RollcallClient(Connections connections, Endpoint endpoint, Duration timeout) {
    this.endpoint = endpoint;
    this.http = new Http(connections, endpoint, timeout, Optional.empty());
  }

  /** Stores a report: 201 for a new one, 200 for one stored before. */
  public Answer<Container> post(Report report) {
    return http.post(endpoint.at(Paths.REPORTS).build(), report, Container.class);
  }

  /** One container by id, unique id prefix or name. */
  public Answer<Container> container(String reference) {
    return http.get(endpoint.at(Paths.CONTAINERS, reference), Container.class);
  }

  /** One page of the roster: the one after {@code after}, or the first. */
  public Answer<Containers> containers(Filter filter, @Nullable String after) {
    HttpUrl.Builder url = endpoint.at(Paths.CONTAINERS);
    filter.addTo(url);
    if (after != null) {
      url.addQueryParameter("after", after);
    }
    return http.get(url.build(), Containers.class);
  }

  /** All pages of the roster, at least one. */
  public List<Answer<Containers>> containers(Filter filter) {
    List<Answer<Containers>> pages = new ArrayList<>();
    @Nullable String after = null;
    do {
      Answer<Containers> page = containers(filter, after);
      pages.add(page);
      after = page.value().next();
    } while (after != null && pages.size() < MAX_PAGES);
    return pages;
  }

  public Answer<Nodes> nodes() {
    return http.get(endpoint.at(Paths.NODES).build(), Nodes.class);
  }

  public Answer<Status> status() {
    return http.get(endpoint.at(Paths.STATUS).build(), Status.class);
  }
}
