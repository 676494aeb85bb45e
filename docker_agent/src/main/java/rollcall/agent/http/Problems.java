package rollcall.agent.http;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.AmbiguousPrefixException;
import rollcall.agent.docker.AskerUnclearException;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.docker.NoSuchContainerException;
import rollcall.api.Problem;

/** The one mapping from what goes wrong to its answer. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static Answer answer(RuntimeException e, String path) {
    ProblemException problem = e instanceof ProblemException known ? known : known(e, path);
    return Answer.problem(
        new Problem(
            Problem.TYPE + problem.word(),
            problem.title(),
            problem.status(),
            String.valueOf(problem.getMessage()),
            path,
            problem.advice()),
        problem.headers());
  }

  private static ProblemException known(RuntimeException e, String path) {
    String detail = String.valueOf(e.getMessage());
    if (e instanceof NoSuchContainerException) {
      return new ProblemException(
          404,
          "no-such-container",
          "No such container",
          detail,
          "\"docker ps --all\" lists this node's containers; ask another node's agent for others.",
          Map.of());
    }
    if (e instanceof AmbiguousPrefixException) {
      return new ProblemException(
          409, "ambiguous-prefix", "Ambiguous prefix", detail, "Give more digits.", Map.of());
    }
    if (e instanceof AskerUnclearException) {
      return new ProblemException(
          403,
          "asker-unclear",
          "Asker unclear",
          detail,
          "A container that shares another one's network (\"--network container:NAME\", pods) has no"
              + " address of its own, and is vouched for by no agent. Give it a network of its own.",
          Map.of());
    }
    if (e instanceof EngineUnavailableException engine) {
      return new ProblemException(
          503,
          "no-engine",
          "No Docker engine",
          detail,
          engine.advice(),
          Map.of("Retry-After", "2"));
    }
    LOG.error("GET {} failed", path, e);
    return new ProblemException(
        500,
        "internal",
        "Internal error",
        "The agent failed to answer.",
        "Its log tells why.",
        Map.of());
  }
}
