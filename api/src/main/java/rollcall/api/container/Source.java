package rollcall.api.container;

/** What a report is about. */
public enum Source {
  /** A container that a Docker engine runs. */
  CONTAINER,
  /** A plain operating-system process, reported by itself; no engine vouches for it. */
  PROCESS
}
