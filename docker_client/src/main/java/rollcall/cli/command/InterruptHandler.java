package rollcall.cli.command;

import org.jspecify.annotations.Nullable;
import rollcall.cli.terminal.Keys;
import rollcall.client.http.HttpClients;

/**
 * Handles Ctrl-D and Ctrl-C while a command without an end runs. Ctrl-D ends the command. Ctrl-C
 * ends a one-shot program, with exit code 0; at the prompt JLine handles it.
 */
public final class InterruptHandler implements AutoCloseable {
  private final Thread hook;
  private final Keys.@Nullable Listener listener;

  /**
   * Starts to handle the keys.
   *
   * @param onInterrupt called before a one-shot program ends
   */
  public InterruptHandler(CommandContext context, Runnable onInterrupt) {
    Keys keys = context.console().keys();
    Thread command = Thread.currentThread();
    listener = keys == null ? null : keys.onCtrlD(() -> cancel(command, context.clients()));
    hook =
        new Thread(
            () -> {
              onInterrupt.run();
              Runtime.getRuntime().halt(ExitCode.OK);
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Cancels a command's requests and pauses. */
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
    } catch (IllegalStateException shuttingDown) {
      // The hook is running.
    }
  }
}
