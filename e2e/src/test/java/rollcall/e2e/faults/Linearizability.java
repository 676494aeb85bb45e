package rollcall.e2e.faults;

import static java.util.stream.Collectors.groupingBy;
import static rollcall.e2e.faults.Operation.ABSENT;
import static rollcall.e2e.faults.Operation.NEVER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that what clients saw is what one register a variable could have shown: each operation
 * takes effect at one moment between its call and its return. The check is Wing and Gong's search
 * with Lowe's memory of configurations ("Testing for linearizability", 2017), as in Porcupine.
 */
final class Linearizability {
  private Linearizability() {}

  /** The keys whose operations no register can explain. */
  static List<String> violations(List<Operation> history) {
    Map<String, List<Operation>> byKey = history.stream().collect(groupingBy(Operation::key));
    return byKey.entrySet().stream()
        .filter(entry -> !isLinearizable(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The history with one read changed: to a value that another had replaced before it was asked
   * for. Empty where no read is fit for that.
   */
  static List<Operation> withStaleRead(List<Operation> history) {
    List<Operation> all = new ArrayList<>(history);
    all.sort(Comparator.comparingLong(Operation::call));
    for (int i = all.size() - 1; i > 0; i--) {
      Operation read = all.get(i);
      List<Operation> sameKey = all.stream().filter(o -> o.key().equals(read.key())).toList();
      if (!read.isRead() || sameKey.stream().anyMatch(o -> o.back() == NEVER)) {
        continue;
      }
      List<Operation> before =
          sameKey.stream()
              .filter(o -> !o.isRead() && o.back() < read.call() && !o.value().equals(ABSENT))
              .toList();
      for (Operation old : before) {
        if (before.stream().anyMatch(newer -> newer.call() > old.back())) {
          all.set(i, new Operation(read.key(), true, old.value(), read.call(), read.back()));
          return all;
        }
      }
    }
    return List.of();
  }

  /** A call or a return in the order of time, in a list from which both are lifted together. */
  private static final class Node {
    final Operation operation;
    final int id;
    final Node match; // a call's return; null in a return
    Node previous;
    Node next;

    Node(Operation operation, int id, Node match) {
      this.operation = operation;
      this.id = id;
      this.match = match;
    }

    void lift() {
      remove();
      match.remove();
    }

    void unlift() {
      match.insert();
      insert();
    }

    private void remove() {
      previous.next = next;
      if (next != null) {
        next.previous = previous;
      }
    }

    private void insert() {
      previous.next = this;
      if (next != null) {
        next.previous = this;
      }
    }
  }

  private record Configuration(BitSet done, String value) {}

  private record Step(Node node, String before) {}

  /** Whether one register, absent at first, can have behaved so. */
  private static boolean isLinearizable(List<Operation> operations) {
    Node head = inOrder(operations);
    String value = ABSENT;
    BitSet done = new BitSet();
    Set<Configuration> seen = new HashSet<>();
    Deque<Step> steps = new ArrayDeque<>();
    Node node = head.next;
    while (head.next != null) {
      if (node != null && node.match != null) {
        Operation operation = node.operation;
        boolean fits = !operation.isRead() || operation.value().equals(value);
        if (fits) {
          String after = operation.isRead() ? value : operation.value();
          BitSet with = (BitSet) done.clone();
          with.set(node.id);
          if (seen.add(new Configuration(with, after))) {
            steps.push(new Step(node, value));
            value = after;
            done = with;
            node.lift();
            node = head.next;
            continue;
          }
        }
        node = node.next;
      } else if (node != null && node.operation.back() == NEVER) {
        return true; // only writes without an answer are left: they may have had no effect
      } else {
        if (steps.isEmpty()) {
          return false;
        }
        Step step = steps.pop();
        value = step.before();
        done = (BitSet) done.clone();
        done.clear(step.node().id);
        step.node().unlift();
        node = step.node().next;
      }
    }
    return true;
  }

  /** The head of a list of all calls and returns. */
  private static Node inOrder(List<Operation> operations) {
    record Event(long time, Node node) {}
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      Node back = new Node(operation, i, null);
      events.add(new Event(operation.call(), new Node(operation, i, back)));
      events.add(new Event(operation.back(), back));
    }
    events.sort(Comparator.comparingLong(Event::time));
    Node head = new Node(null, -1, null);
    Node last = head;
    for (Event event : events) {
      last.next = event.node();
      event.node().previous = last;
      last = event.node();
    }
    return head;
  }
}
