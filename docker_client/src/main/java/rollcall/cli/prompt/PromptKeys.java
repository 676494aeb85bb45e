package rollcall.cli.prompt;

import java.io.IOException;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import rollcall.cli.terminal.Keys;

/** The keys typed at the prompt while a command runs: unbuffered and without echo. */
final class PromptKeys implements Keys {
  // The timeout of one read.
  private static final long POLL_MILLIS = 200;
  private static final int CTRL_D = 4;
  // Ctrl-D in line mode.
  private static final int END_OF_INPUT = -1;

  private final Terminal terminal;

  PromptKeys(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Listener onCtrlD(Runnable end) {
    Attributes before = terminal.getAttributes();
    Attributes unbuffered = new Attributes(before);
    unbuffered.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
    terminal.setAttributes(unbuffered);
    Thread listener = new Thread(() -> listen(end), "keys");
    listener.setDaemon(true);
    listener.start();
    return () -> {
      stop(listener);
      terminal.setAttributes(before);
    };
  }

  private void listen(Runnable end) {
    try {
      int key = 0;
      while (key != CTRL_D && key != END_OF_INPUT) {
        key = terminal.reader().read(POLL_MILLIS);
      }
      end.run();
    } catch (IOException terminalClosed) {
      // The command has ended.
    }
  }

  /** Returns when the thread has ended: later keys are those of the next line. */
  private static void stop(Thread listener) {
    boolean isInterrupted = false;
    listener.interrupt();
    while (listener.isAlive()) {
      try {
        listener.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
