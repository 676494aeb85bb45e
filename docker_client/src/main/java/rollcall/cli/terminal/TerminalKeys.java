package rollcall.cli.terminal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What is typed at the terminal of a one-shot command: whole lines, whose end is Ctrl-D. */
public final class TerminalKeys implements Keys {
  private static final int END = -1;
  private static final long PAUSE_MILLIS = 500;

  private TerminalKeys() {}

  /**
   * Those of standard input; null where it is no terminal. In the background they are another
   * program's: asking for them stops this one by SIGTTIN or, where that is ignored, just fails.
   */
  public static @Nullable TerminalKeys ofStandardInput() {
    if (!Terminals.isTerminal(0)) {
      return null;
    }
    try {
      // By reflection: the compiler warns of these classes, which are kept for uses like this.
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
    // What waits for a key cannot be stopped; the program ends soon.
    return () -> isOpen.set(false);
  }

  private static void listen(AtomicBoolean isOpen, Runnable end) {
    try {
      while (next() != END) {
        // Only the end is asked for.
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
