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

/** Finds who answers as Rollcall among addresses that are guesses; it shows no token to any. */
public final class Nearby {
  private Nearby() {}

  /**
   * The first of them where Rollcall answers.
   *
   * @param candidates at least one, all of one kind
   * @param timeout for each
   * @throws UnreachableException saying what is at each, where it is at none
   */
  public static Endpoint find(HttpClients clients, List<Endpoint> candidates, Duration timeout) {
    List<String> failures = new ArrayList<>();
    for (Endpoint candidate : candidates) {
      try {
        if (answers(new Http(clients, candidate, timeout, Optional.empty()), candidate)) {
          return candidate;
        }
        failures.add(candidate + " (something else answers)");
      } catch (UnreachableException e) {
        failures.add(candidate + " (" + e.why() + ")");
      }
    }
    throw new UnreachableException(candidates.get(0).target(), String.join(", nor at ", failures));
  }

  private static boolean answers(Http http, Endpoint candidate) {
    try {
      JsonObject health =
          http.get(candidate.at(Paths.HEALTHCHECK).build(), JsonObject.class).value();
      return candidate.target() == Target.SERVER || health.has("version");
    } catch (ProblemException e) {
      // A replica that is busy, or about to stop, leads to others.
      String type = String.valueOf(e.problem().type());
      return type.startsWith(Problem.TYPE) && !type.equals(Problems.UNEXPECTED);
    }
  }
}
