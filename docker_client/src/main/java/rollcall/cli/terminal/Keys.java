package rollcall.cli.terminal;

/** The keys typed while a command runs. */
public interface Keys {
  /** Listens for a key until it is closed. */
  interface Listener extends AutoCloseable {
    @Override
    void close();
  }

  /** Calls {@code end}, from another thread, when Ctrl-D is typed. */
  Listener onCtrlD(Runnable end);
}
