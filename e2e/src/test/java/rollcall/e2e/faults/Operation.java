package rollcall.e2e.faults;

/**
 * What one client did with one variable.
 *
 * @param value what was read, or is to be; {@link #ABSENT} too
 * @param call when it began, by {@link System#nanoTime}
 * @param back when it returned; {@link #NEVER} where no answer came
 */
record Operation(String key, boolean isRead, String value, long call, long back) {
  static final String ABSENT = "";
  static final long NEVER = Long.MAX_VALUE;
}
