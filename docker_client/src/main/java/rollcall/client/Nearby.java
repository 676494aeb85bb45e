package rollcall.client;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.client.http.Endpoint;
import rollcall.client.http.Http;
import rollcall.client.http.HttpClients;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Problems;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;

/** Finds Rollcall among guessed addresses, to which it sends no token. */
public final class Nearby {
  private Nearby() {}

  /**
   * The first candidate that is Rollcall.
   *
   * @param candidates at least one, all servers or all agents
   * @param timeout of each request
   * @throws UnreachableException with the failure of each candidate, if none is Rollcall
   */
  public static Endpoint find(HttpClients clients, List<Endpoint> candidates, Duration timeout) {
    List<String> failures = new ArrayList<>();
    for (Endpoint candidate : candidates) {
      try {
        if (isRollcall(new Http(clients, candidate, timeout, Optional.empty()), candidate)) {
          return candidate;
        }
        failures.add(candidate + " (not Rollcall)");
      } catch (UnreachableException e) {
        failures.add(candidate + " (" + e.reason() + ")");
      }
    }
    throw new UnreachableException(candidates.get(0).target(), String.join(" or at ", failures));
  }

  private static boolean isRollcall(Http http, Endpoint candidate) {
    try {
      JsonObject health =
          http.get(candidate.at(Paths.HEALTHCHECK).build(), JsonObject.class).value();
      return candidate.target() == Target.SERVER || health.has("version");
    } catch (ProblemException e) {
      // A busy or draining replica is a server, too.
      String type = String.valueOf(e.problem().type());
      return type.startsWith(Problem.TYPE) && !type.equals(Problems.UNEXPECTED);
    }
  }
}
