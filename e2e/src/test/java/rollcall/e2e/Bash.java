package rollcall.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A shell in the checkout's root that goes on: what one text sets, the next one has. It ends with
 * the first command that fails.
 */
public final class Bash implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(60);

  private final Path folder;
  private final Process process;
  private int count;

  /** Starts one, with some more variables. */
  public Bash(Map<String, String> environment) {
    try {
      folder = Files.createTempDirectory("bash");
      process =
          Command.of("bash", "-euo", "pipefail").with(environment).start(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a text to its end; where a command of it fails, the exit code is that command's. */
  public Ran run(String text) {
    Path base = folder.resolve(String.valueOf(++count));
    Path script = Path.of(base + ".sh");
    Path out = Path.of(base + ".out");
    Path err = Path.of(base + ".err");
    Path end = Path.of(base + ".end");
    try {
      Files.writeString(script, text);
      String line = ". %s >%s 2>%s </dev/null%n: >%s%n".formatted(script, out, err, end);
      OutputStream input = process.getOutputStream();
      input.write(line.getBytes(UTF_8));
      input.flush();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!Files.exists(end) && !process.waitFor(50, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not at its end within " + LIMIT + ": " + text);
        }
      }
      int exitCode = process.isAlive() ? 0 : process.exitValue();
      return new Ran(text, exitCode, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + text, e);
    }
  }

  /** Ends it with all that it has started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
