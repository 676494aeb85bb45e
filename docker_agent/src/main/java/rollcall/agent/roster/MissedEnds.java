package rollcall.agent.roster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import rollcall.api.container.Report;

/**
 * Ends of containers that ran again before the agent looked, as in a crash loop. The agent reports
 * each end as if it had seen it, and then the container as it is now.
 */
final class MissedEnds {
  private static final int MAX_ENDS = 1000;

  private final Map<String, Deque<Report>> waiting = new HashMap<>();
  private int size;

  /** An end, in the order of time. Too many at once are left out. */
  void add(Report end) {
    if (size < MAX_ENDS) {
      size++;
      waiting.computeIfAbsent(end.id(), id -> new ArrayDeque<>()).add(end);
    }
  }

  /** The next end of each container, by its id. */
  Map<String, Report> next() {
    Map<String, Report> next = new LinkedHashMap<>();
    waiting.forEach((id, ends) -> next.put(id, ends.remove()));
    waiting.values().removeIf(Deque::isEmpty);
    size -= next.size();
    return next;
  }
}
