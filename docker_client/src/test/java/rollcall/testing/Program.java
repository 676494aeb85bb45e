package rollcall.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the client as a process. */
public final class Program {
  /** The result of a run. */
  public record Ended(int exitCode, String out, String err) {}

  private Program() {}

  /** Runs one command, or the lines of {@code input}. */
  public static Ended run(Map<String, String> environment, String input, String... arguments)
      throws IOException, InterruptedException {
    return end(builder(environment, arguments), input);
  }

  private static Ended end(ProcessBuilder builder, String input)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile("rollcall", ".err");
    Process process = builder.redirectError(err.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    Ended ended = new Ended(process.exitValue(), out, Files.readString(err));
    Files.delete(err);
    return ended;
  }

  /** Runs a line of a POSIX shell in which {@code rollcall} is the program. */
  public static Ended shell(Map<String, String> environment, String line)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA", java());
    all.put("JAVA_PATH", classPath());
    String rollcall = "rollcall() { \"$JAVA\" -cp \"$JAVA_PATH\" rollcall.cli.Main \"$@\"; }; ";
    return end(configured(new ProcessBuilder("sh", "-c", rollcall + line), all), "");
  }

  /** Starts one command and discards its output. */
  public static Process start(Map<String, String> environment, String... arguments)
      throws IOException {
    return builder(environment, arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
    // A test run that is a shell's background job ignores SIGINT, and so would its children.
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=INT", java(), "-cp", classPath()));
    // Prints the loaded classes to standard output.
    if (environment.containsKey("VERBOSE")) {
      command.add("-verbose:class");
    }
    command.add("rollcall.cli.Main");
    command.addAll(List.of(arguments));
    return configured(new ProcessBuilder(command), environment);
  }

  private static ProcessBuilder configured(
      ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_"));
    builder.environment().putAll(environment);
    return builder;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
