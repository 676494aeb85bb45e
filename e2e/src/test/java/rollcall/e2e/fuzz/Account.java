package rollcall.e2e.fuzz;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What was answered, and which answers no server should give. */
final class Account {
  private static final int MOST_TOLD = 20;

  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  long answered() {
    return answered.get();
  }

  long wrong() {
    return wrong.get();
  }

  synchronized Map<Integer, Long> statuses() {
    return new TreeMap<>(statuses);
  }

  /** The first ones of what was wrong. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  void fault(String what, String where) {
    if (wrong.incrementAndGet() <= MOST_TOLD) {
      faults.add(what + "\n  " + where.replace("\n", "\n  "));
    }
  }

  /** Counts an answer; a documented refusal is one with a problem that says what to do. */
  void add(Answers.Answer answer, String method, Supplier<String> where) {
    answered.incrementAndGet();
    int status = answer.status();
    synchronized (this) {
      statuses.merge(status, 1L, Long::sum);
    }
    boolean isDocumented =
        status < 500
            || status == 505
            || status == 507
            || (status == 503 && answer.headers().containsKey("retry-after"));
    if (!isDocumented) {
      fault("answered with " + status + ": " + answer.body(), where.get());
    } else if (!answer.headers().containsKey("x-served-by")) {
      fault("an answer without X-Served-By: " + answer, where.get());
    } else if (status >= 400 && !method.equals("HEAD") && !isProblem(answer)) {
      fault("not a problem: " + answer, where.get());
    }
  }

  private static boolean isProblem(Answers.Answer answer) {
    try {
      JsonObject problem = JsonParser.parseString(answer.body()).getAsJsonObject();
      String detail = problem.get("detail").getAsString();
      return answer.headers().get("content-type").startsWith("application/problem+json")
          && problem.get("status").getAsInt() == answer.status()
          && !detail.isBlank()
          && !detail.contains("Exception");
    } catch (RuntimeException e) {
      return false;
    }
  }
}
