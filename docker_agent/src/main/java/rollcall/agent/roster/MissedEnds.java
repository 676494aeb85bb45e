package rollcall.agent.roster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import rollcall.api.container.Report;

/**
 * Ends of containers that restarted before an inspection, as in a crash loop. The agent reports
 * each end, and then the current state.
 */
final class MissedEnds {
  private static final int MAX_ENDS = 1000;

  private final Map<String, Deque<Report>> pending = new HashMap<>();
  private int size;

  /** Adds an end, in chronological order; dropped if there are too many. */
  void add(Report end) {
    if (size < MAX_ENDS) {
      size++;
      pending.computeIfAbsent(end.id(), id -> new ArrayDeque<>()).add(end);
    }
  }

  /** Removes and returns the next end of each container, by id. */
  Map<String, Report> next() {
    Map<String, Report> next = new LinkedHashMap<>();
    pending.forEach((id, ends) -> next.put(id, ends.remove()));
    pending.values().removeIf(Deque::isEmpty);
    size -= next.size();
    return next;
  }
}
