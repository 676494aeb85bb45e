package rollcall.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What is known of the terminal without JLine, which one-shot commands do not wait for. */
final class Terminals {
  /** Wide enough to leave everything whole. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int USUAL = 80;

  private Terminals() {}

  /** Whether a file descriptor, 0 for input or 1 for output, is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // off Linux from JDK 22 on, a pipe looks like a terminal
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.matches("/dev/(pts/.*|tty.*|console)");
    } catch (IOException | UnsupportedOperationException notLinux) {
      // Asks for both descriptors at once: plain mode where one of them is redirected.
      return System.console() != null;
    }
  }

  /** The width of the terminal of this program, asked from stty. */
  static int width() {
    ProcessBuilder stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = stty.start();
      String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      process.waitFor(1, TimeUnit.SECONDS);
      int columns = Integer.parseInt(size.strip().replaceFirst("\\d+ ", ""));
      return columns > 0 ? columns : USUAL;
    } catch (IOException | NumberFormatException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }
}
