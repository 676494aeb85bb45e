package rollcall.cli;

/**
 * While it is open, Ctrl-C ends a one-shot program in good order and with exit code 0: it is how
 * people end a command that has no end. At the prompt JLine takes the signal, and this does
 * nothing.
 */
final class Interrupt implements AutoCloseable {
  private final Thread hook;

  Interrupt(Runnable last) {
    hook =
        new Thread(
            () -> {
              last.run();
              Runtime.getRuntime().halt(ExitCode.OK);
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endsAlready) {
      // The hook runs.
    }
  }
}
