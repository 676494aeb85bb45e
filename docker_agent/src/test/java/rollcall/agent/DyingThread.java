package rollcall.agent;

import java.time.Clock;
import java.util.Map;
import rollcall.common.Environment;

/** A program that runs an agent without an engine and lets one of its threads die. */
final class DyingThread {
  private DyingThread() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> variables =
        Map.of("ROLLCALL_AGENT_PORT", "0", "DOCKER_HOST", "unix:///nonexistent/docker.sock");
    Agent.start(Config.of(new Environment(variables)), Clock.systemUTC());
    Thread dying =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals(arguments[0]))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no thread has this name: " + arguments[0]));
    // As the JVM does with an uncaught exception.
    dying.getUncaughtExceptionHandler().uncaughtException(dying, new OutOfMemoryError("as if"));
  }
}
