package rollcall.agent.docker.usage;

/**
 * A container's memory and CPU usage at one moment.
 *
 * @param memory in bytes
 * @param cpu fraction of the whole host
 */
public record Usage(long memory, double cpu) {
  /** The usage of a container that does not run. */
  public static final Usage NONE = new Usage(0, 0);

  // Limits of a report.
  private static final long MAX_MEMORY = 1L << 59;
  private static final double MAX_CPU = 1e6;

  public Usage {
    memory = Math.max(0, Math.min(memory, MAX_MEMORY));
    cpu = cpu >= 0 ? Math.min(cpu, MAX_CPU) : 0;
  }
}
