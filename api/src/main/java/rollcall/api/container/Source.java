package rollcall.api.container;

/** Whether a report is about a container or a process. */
public enum Source {
  /** A container that a Docker engine runs. */
  CONTAINER,
  /** A plain operating-system process, reported by itself; no engine vouches for it. */
  PROCESS
}
