package rollcall.cli;

import org.jspecify.annotations.Nullable;
import rollcall.client.Connections;

/**
 * How people end a command that has no end. While this is open, Ctrl-D ends the command, and Ctrl-C
 * a one-shot program, in good order and with exit code 0. At the prompt Ctrl-C is JLine's to take.
 */
final class Interrupt implements AutoCloseable {
  private final Thread hook;
  private final Keys.@Nullable Listener listener;

  /**
   * Waits for either key.
   *
   * @param last what a one-shot program does before it ends
   */
  Interrupt(Context context, Runnable last) {
    Keys keys = context.console().keys();
    Thread command = Thread.currentThread();
    listener = keys == null ? null : keys.onCtrlD(() -> cancel(command, context.connections()));
    hook =
        new Thread(
            () -> {
              last.run();
              Runtime.getRuntime().halt(ExitCode.OK);
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Gives up what a command waits for. */
  static void cancel(Thread command, Connections connections) {
    command.interrupt();
    connections.cancel();
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endsAlready) {
      // The hook runs.
    }
  }
}
