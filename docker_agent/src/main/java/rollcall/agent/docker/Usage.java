package rollcall.agent.docker;

/**
 * What a container uses at one moment.
 *
 * @param memory in bytes
 * @param cpu fraction of the whole host
 */
record Usage(long memory, double cpu) {
  /** That of a container that does not run. */
  static final Usage NONE = new Usage(0, 0);

  // What a report may carry.
  private static final long MOST_MEMORY = 1L << 59;
  private static final double MOST_CPU = 1e6;

  Usage {
    memory = Math.max(0, Math.min(memory, MOST_MEMORY));
    cpu = cpu >= 0 ? Math.min(cpu, MOST_CPU) : 0;
  }
}
