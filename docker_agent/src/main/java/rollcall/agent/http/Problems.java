package rollcall.agent.http;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.docker.container.AmbiguousCallerException;
import rollcall.agent.docker.container.AmbiguousPrefixException;
import rollcall.agent.docker.container.NoSuchContainerException;
import rollcall.api.ProblemType;

/** Maps exceptions to problem responses. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static InfoResponse answer(RuntimeException e, String path) {
    ProblemException problem = e instanceof ProblemException known ? known : known(e, path);
    return InfoResponse.problem(problem.problem(path), problem.headers());
  }

  private static ProblemException known(RuntimeException e, String path) {
    String detail = String.valueOf(e.getMessage());
    if (e instanceof NoSuchContainerException) {
      return new ProblemException(
          ProblemType.NO_SUCH_CONTAINER,
          detail,
          "\"docker ps --all\" lists this node's containers; ask another node's agent for others.");
    }
    if (e instanceof AmbiguousPrefixException) {
      return new ProblemException(ProblemType.AMBIGUOUS_PREFIX, detail, "Give a longer prefix.");
    }
    if (e instanceof AmbiguousCallerException) {
      return new ProblemException(
          ProblemType.AMBIGUOUS_CALLER,
          detail,
          "A container that shares another one's network (\"--network container:NAME\", pods) has"
              + " no address of its own, so no agent can attest its report. Give it a network of"
              + " its own.");
    }
    if (e instanceof EngineUnavailableException engine) {
      return new ProblemException(
          ProblemType.NO_ENGINE, detail, engine.advice(), Map.of("Retry-After", "2"));
    }
    LOG.error("GET {} failed", path, e);
    return new ProblemException(
        ProblemType.INTERNAL,
        "The agent failed to process the request.",
        "The agent's log has the reason.");
  }
}
