package rollcall.common;

/**
 * Threads that a process cannot work without. If one dies, the process exits, so that its
 * supervisor (Swarm, Compose, systemd) restarts it.
 */
public final class VitalThread {
  /** The exit code: {@code EX_SOFTWARE} of sysexits.h. */
  public static final int EXIT_CODE = 70;

  private VitalThread() {}

  /** Creates a daemon thread, not yet started. Its work must handle recoverable errors itself. */
  public static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, why) -> died(dead.getName(), why));
    return thread;
  }

  /**
   * Halts the process immediately: a shutdown hook could wait forever for a dead thread.
   * Acknowledged writes are on disk.
   */
  public static void died(String thread, Throwable why) {
    try {
      System.err.println(
          "rollcall: the thread \""
              + thread
              + "\" died; the process exits so that its supervisor can restart it:");
      why.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
