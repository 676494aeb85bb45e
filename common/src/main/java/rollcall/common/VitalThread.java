package rollcall.common;

/**
 * Threads without which a process only seems to work: one that dies ends the process, so that
 * whatever supervises it (Swarm, Compose, systemd) starts it again.
 */
public final class VitalThread {
  /** The exit code: {@code EX_SOFTWARE} of sysexits.h. */
  public static final int EXIT_CODE = 70;

  private VitalThread() {}

  /**
   * Makes a daemon thread, not yet started. Its work returns when it is asked to end, and throws
   * nothing that it can survive.
   */
  public static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, why) -> died(dead.getName(), why));
    return thread;
  }

  /**
   * Ends the process at once: no shutdown hook could finish what waits for a dead thread. What was
   * acknowledged is on disk.
   */
  public static void died(String thread, Throwable why) {
    try {
      System.err.println(
          "rollcall: the thread \"" + thread + "\" died; this process ends, to be started again:");
      why.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
