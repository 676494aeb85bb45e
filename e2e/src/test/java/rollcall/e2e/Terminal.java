package rollcall.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A program at a terminal, as a person has it: what it shows is awaited, and keys are typed. */
public abstract class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String command;
  private final OutputStream keys;
  private final Callable<Integer> exit;
  private final Thread reader;
  private final StringBuilder screen = new StringBuilder();
  private int seen;
  private boolean ended;

  protected Terminal(String command, InputStream shown, OutputStream keys, Callable<Integer> exit) {
    this.command = command;
    this.keys = keys;
    this.exit = exit;
    reader = new Thread(() -> read(shown), "terminal");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream shown) {
    try (Reader text = new InputStreamReader(shown, StandardCharsets.UTF_8)) {
      char[] buffer = new char[4096];
      for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
        synchronized (screen) {
          screen.append(buffer, 0, count);
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      // A terminal whose program has ended can't be read any more.
    } finally {
      synchronized (screen) {
        ended = true;
        screen.notifyAll();
      }
    }
  }

  /** Returns when {@code text} is shown, after what was awaited before. */
  public Terminal sees(String text) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (screen) {
      int at;
      while ((at = screen.indexOf(text, seen)) < 0) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (ended || left <= 0) {
          throw new AssertionError(
              "\"%s\" was not shown %s: %s%n%s"
                  .formatted(text, ended ? "before the end" : "in time", command, screen));
        }
        await(left);
      }
      seen = at + text.length();
      return this;
    }
  }

  private void await(long millis) {
    try {
      screen.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Types; {@code \r} is the return key. */
  public Terminal types(String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Awaits the program's end; its exit code. */
  public int ends() {
    try {
      reader.join(PATIENCE.toMillis());
      if (reader.isAlive()) {
        throw new AssertionError("it does not end: %s%n%s".formatted(command, shown()));
      }
      return exit.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(command, e);
    }
  }

  /** All that was shown until now. */
  public String shown() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  @Override
  public abstract void close();
}
