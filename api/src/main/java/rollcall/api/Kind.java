package rollcall.api;

/** What a report is about. */
public enum Kind {
  /** A container that a Docker engine runs. */
  CONTAINER,
  /** A plain operating-system process, reported by itself; no engine vouches for it. */
  PROCESS
}
