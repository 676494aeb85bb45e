package rollcall.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import rollcall.common.Environment;

/** Queries the terminal without JLine, which takes too long to load for one-shot commands. */
public final class Terminals {
  private Terminals() {}

  /** Whether a file descriptor, 0 for input or 1 for output, is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // off Linux from JDK 22 on, a pipe looks like a terminal
  public static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.matches("/dev/(pts/.*|tty.*|console)");
    } catch (IOException | UnsupportedOperationException notLinux) {
      // Covers both descriptors: no terminal if either is redirected.
      return System.console() != null;
    }
  }

  /** Whether it supports escape sequences: one without a name, or named dumb, does not. */
  public static boolean isSmart(Environment environment) {
    return !environment.text("TERM", "dumb").equals("dumb");
  }

  /** The size of the controlling terminal, by stty. */
  public static TerminalSize size() {
    ProcessBuilder stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = stty.start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      process.waitFor(1, TimeUnit.SECONDS);
      String[] size = output.strip().split(" ", 2);
      int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return TerminalSize.of(columns, size.length == 2 ? Integer.parseInt(size[0]) : 0);
    } catch (IOException | NumberFormatException e) {
      return TerminalSize.DEFAULT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TerminalSize.DEFAULT;
    }
  }
}
