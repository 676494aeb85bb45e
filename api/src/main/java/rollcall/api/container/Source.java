package rollcall.api.container;

/** Whether a report is about a container or a process. */
public enum Source {
  /** A container that a Docker engine runs. */
  CONTAINER,
  /** An operating-system process that reports itself, without confirmation by an engine. */
  PROCESS
}
