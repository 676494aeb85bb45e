package rollcall.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine with its arguments; by default it runs in the checkout's root, for two
 * minutes at most.
 */
public final class Command {
  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private Path folder = Repository.ROOT;
  private byte[] input = {};
  private Duration limit = Duration.ofMinutes(2);

  private Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  public static Command of(List<String> words) {
    return new Command(words);
  }

  /** The same with more arguments. */
  public Command and(List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    Command command = new Command(all);
    command.environment.putAll(environment);
    command.folder = folder;
    command.input = input;
    command.limit = limit;
    return command;
  }

  public Command with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  public Command in(Path working) {
    folder = working;
    return this;
  }

  /** What it reads on its standard input, which is empty otherwise. */
  public Command input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** How long it may take. */
  public Command within(Duration time) {
    limit = time;
    return this;
  }

  /** Its standard output, where it ends with 0; else the test fails with all that it wrote. */
  public String ok() {
    return run().ok();
  }

  /** Runs it to its end. */
  public Ran run() {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      Path in = Files.createTempFile("command", ".in");
      try {
        Files.write(in, input);
        Process process =
            builder()
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          endAll(process);
        }
        Ran ran = new Ran(toString(), process.exitValue(), text(out), text(err));
        if (!ended) {
          throw new AssertionError("not at its end within " + limit + ": " + ran);
        }
        return ran;
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + this, e);
    }
  }

  /**
   * Starts it and goes on; all that it writes goes to {@code log}, and its standard input is a
   * pipe.
   */
  public Process start(Path log) {
    try {
      return builder().redirectErrorStream(true).redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it at a terminal of 40 lines and 200 columns. */
  public Terminal atTerminal() {
    // script, of Debian's essential packages, makes the terminal. Tests that a shell runs in the
    // background
    // ignore SIGINT, and would hand that on.
    String line = "stty rows 40 columns 200; exec " + this;
    Command script =
        new Command(List.of("env", "--default-signal"))
            .and(List.of("script", "--quiet", "--return", "--command", line, "/dev/null"));
    script.environment.putAll(environment);
    script.environment.put("SHELL", "/bin/bash");
    script.folder = folder;
    try {
      Process process = script.builder().redirectErrorStream(true).start();
      return new Terminal(
          toString(), process.getInputStream(), process.getOutputStream(), process::waitFor) {
        @Override
        public void close() {
          endAll(process);
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void endAll(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** For a shell. */
  @Override
  public String toString() {
    return String.join(" ", words.stream().map(Command::quoted).toList());
  }

  /** A word as a shell takes it, whatever is in it. */
  public static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
