package rollcall.cli.prompt;

import java.io.IOException;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import rollcall.cli.terminal.Keys;

/** What is typed at the prompt while a command runs: each key at once, and unseen. */
final class PromptKeys implements Keys {
  // How long one look for a key takes, at most.
  private static final long LOOK_MILLIS = 200;
  private static final int CTRL_D = 4;
  // What a terminal that gives whole lines makes of it.
  private static final int END = -1;

  private final Terminal terminal;

  PromptKeys(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Listener onCtrlD(Runnable end) {
    Attributes before = terminal.getAttributes();
    Attributes unseen = new Attributes(before);
    unseen.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
    terminal.setAttributes(unseen);
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
      while (key != CTRL_D && key != END) {
        key = terminal.reader().read(LOOK_MILLIS);
      }
      end.run();
    } catch (IOException closed) {
      // The command has ended.
    }
  }

  /** Afterwards the keys are the next line's, and no end comes any more. */
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
