package rollcall.cli.command;

import org.jspecify.annotations.Nullable;
import rollcall.cli.terminal.Keys;
import rollcall.client.http.HttpClients;

/**
 * How people end a command that has no end. While this is open, Ctrl-D ends the command, and Ctrl-C
 * a one-shot program, in good order and with exit code 0. At the prompt Ctrl-C is JLine's to take.
 */
public final class InterruptHandler implements AutoCloseable {
  private final Thread hook;
  private final Keys.@Nullable Listener listener;

  /**
   * Waits for either key.
   *
   * @param last what a one-shot program does before it ends
   */
  public InterruptHandler(CommandContext context, Runnable last) {
    Keys keys = context.console().keys();
    Thread command = Thread.currentThread();
    listener = keys == null ? null : keys.onCtrlD(() -> cancel(command, context.clients()));
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
  public static void cancel(Thread command, HttpClients clients) {
    command.interrupt();
    clients.cancel();
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
