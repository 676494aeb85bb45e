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
}
