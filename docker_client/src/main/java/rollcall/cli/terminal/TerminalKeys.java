package rollcall.cli.terminal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The keys of a one-shot command, in line mode: Ctrl-D ends the input. */
public final class TerminalKeys implements Keys {
  private static final int END_OF_INPUT = -1;
  private static final long PAUSE_MILLIS = 500;

  private TerminalKeys() {}

  /**
   * The keys of standard input; null if it is not a terminal. Reading them in the background stops
   * the process with SIGTTIN; if the signal is ignored, reading just fails.
   */
  public static @Nullable TerminalKeys ofStandardInput() {
    if (!Terminals.isTerminal(0)) {
      return null;
    }
    try {
      // By reflection, because the compiler warns about these internal classes.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("TTIN"),
              handler.getField("SIG_IGN").get(null));
      return new TerminalKeys();
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  @Override
  public Listener onCtrlD(Runnable end) {
    AtomicBoolean isOpen = new AtomicBoolean(true);
    Thread listener = new Thread(() -> listen(isOpen, end), "keys");
    listener.setDaemon(true);
    listener.start();
    // The read cannot be interrupted; the program ends soon.
    return () -> isOpen.set(false);
  }

  private static void listen(AtomicBoolean isOpen, Runnable end) {
    try {
      while (next() != END_OF_INPUT) {
        // Skips all other keys.
      }
      if (isOpen.getAndSet(false)) {
        end.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int next() throws InterruptedException {
    try {
      return System.in.read();
    } catch (IOException inTheBackground) {
      Thread.sleep(PAUSE_MILLIS);
      return 0;
    }
  }
}
