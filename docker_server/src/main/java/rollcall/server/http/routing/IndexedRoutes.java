package rollcall.server.http.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import spark.RouteImpl;
import spark.route.HttpMethod;
import spark.route.Routes;
import spark.routematch.RouteMatch;

/**
 * Spark's routes, found by method, by the number of segments, and by the first segment of the path,
 * or the first two below {@code /api}. Spark by itself splits and compares the path of each route
 * there is, for each request: a sixth of a small answer's time. No route has a wildcard or a
 * parameter so early, and there are no filters.
 */
final class IndexedRoutes extends Routes {
  private static final String API = "/api/";

  private final Map<Key, Routes> index = new HashMap<>();
  private final RouteImpl none;

  /** A record's own equals and hashCode would be spun at their first call: amid an answer. */
  private record Key(HttpMethod method, int slashes, String head) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && method == key.method
          && slashes == key.slashes
          && head.equals(key.head);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * method.hashCode() + slashes) + head.hashCode();
    }
  }

  /**
   * Indexes routes.
   *
   * @param all complete
   * @param none for every path that none of them has
   */
  IndexedRoutes(Routes all, RouteImpl none) {
    this.none = none;
    for (RouteMatch route : all.findAll()) {
      Key key = key(route.getHttpMethod(), route.getMatchUri());
      index
          .computeIfAbsent(key, k -> Routes.create())
          .add(route.getHttpMethod(), (RouteImpl) route.getTarget());
    }
  }

  @Override
  public RouteMatch find(HttpMethod method, String path, String accept) {
    Routes few = index.get(key(method, path));
    RouteMatch found = few == null ? null : few.find(method, path, accept);
    return found == null ? new RouteMatch(none, none.getPath(), path, accept) : found;
  }

  private static Key key(HttpMethod method, String path) {
    int slashes = 0;
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      slashes++;
    }
    int end = path.indexOf('/', path.startsWith(API) ? API.length() : 1);
    return new Key(method, slashes, end < 0 ? path : path.substring(0, end));
  }

  /** Spark asks for filters; there are none. */
  @Override
  public List<RouteMatch> findMultiple(HttpMethod method, String path, String accept) {
    return List.of();
  }
}
