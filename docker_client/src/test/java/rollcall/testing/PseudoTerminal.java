package rollcall.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The client's prompt on a pseudo-terminal of script(1). Control characters become signals, as on
 * any terminal.
 */
public final class PseudoTerminal implements AutoCloseable {
  /** The program, for use in a shell line. */
  public static final String ROLLCALL = "\"$JAVA\" -cp \"$JAVA_PATH\" rollcall.cli.Main";

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Process process;
  private final StringBuilder seen = new StringBuilder();
  private int position;

  /** Opens the prompt. */
  public PseudoTerminal(Map<String, String> environment) throws IOException {
    this(environment, "exec " + ROLLCALL);
  }

  /** Runs a line of a POSIX shell. */
  public PseudoTerminal(Map<String, String> environment, String line) throws IOException {
    String run = "stty cols 120 rows 24 && " + line;
    // The last argument is the typescript file, which is not needed. Tests that run in a shell's
    // background ignore SIGINT, and so would the client.
    ProcessBuilder builder =
        new ProcessBuilder(
            "env", "--default-signal", "script", "-q", "-f", "-e", "-c", run, "/dev/null");
    builder.environment().keySet().removeIf(name -> name.matches("ROLLCALL_.*|NO_COLOR"));
    builder.environment().put("JAVA", Program.java());
    builder.environment().put("JAVA_PATH", Program.classPath());
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    process = builder.redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "pseudo-terminal");
    reader.setDaemon(true);
    reader.start();
  }

  /** Types keys: {@code \r} for Enter, {@code \t} for Tab. */
  public void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Types Ctrl and a letter. */
  public void control(char letter) throws IOException {
    type(String.valueOf((char) (letter & 0x1f)));
  }

  /** Waits for a text after the previous one; returns the output in between. */
  public synchronized String await(String text) throws InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    int found = seen.indexOf(text, position);
    while (found < 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("Not on the screen: \"" + text + "\" in: " + visible());
      }
      wait(left);
      found = seen.indexOf(text, position);
    }
    String before = seen.substring(position, found);
    position = found + text.length();
    return before;
  }

  /** The whole output. */
  public synchronized String screen() {
    return seen.toString();
  }

  /** Waits for the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The program has not ended: " + visible());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private synchronized String visible() {
    return seen.substring(position).replace("\u001b", "\\e");
  }

  private void read() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (this) {
          seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          notifyAll();
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
