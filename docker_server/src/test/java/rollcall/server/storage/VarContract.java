package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rollcall.api.history.Change.What;
import rollcall.api.variable.Variable;
import rollcall.server.Reports;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.variable.VariableCondition;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableOutcome.Kind;
import rollcall.server.storage.variable.VariableWrite;

/** Contract of every storage for shared variables. */
interface VarContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  VariableCondition ANY = current -> true;

  Storage storage();

  Storage other();

  @Test
  default void writeVar_isReadFromEveryReplicaImmediately() {
    Versioned<VariableOutcome> made =
        storage().variables().write(set("color", "red\n\"ü\" 🐳", "alice"));
    Variable red = new Variable("color", "red\n\"ü\" 🐳", "alice", T0, 1);

    assertThat(made).isEqualTo(new Versioned<>(new VariableOutcome(Kind.WRITTEN, red, true), 1));
    assertThat(other().variables().find("color").value()).contains(red);

    Versioned<VariableOutcome> changed = other().variables().write(set("color", "", "bob"));
    assertThat(changed.value().created()).isFalse();
    assertThat(storage().variables().find("color").value())
        .contains(new Variable("color", "", "bob", T0, 2));
    assertThat(storage().variables().find("colour").value()).isEmpty();
  }

  @Test
  default void writeVar_deletes() {
    storage().variables().write(set("color", "red", "alice"));

    VariableOutcome gone = other().variables().write(delete("color", "bob")).value();

    assertThat(gone.var()).isEqualTo(new Variable("color", null, "bob", T0, 2));
    assertThat(storage().variables().find("color").value()).isEmpty();
    assertThat(storage().variables().write(delete("color", "bob")))
        .isEqualTo(new Versioned<>(new VariableOutcome(Kind.PRECONDITION_FAILED, null, false), 2));
    assertThat(storage().variables().write(set("color", "blue", "bob")).value().created()).isTrue();
  }

  @Test
  default void writeVar_withAFalseCondition_changesNothing() {
    storage().variables().write(set("color", "red", "alice"));

    Versioned<VariableOutcome> refused =
        other()
            .variables()
            .write(new VariableWrite("color", "blue", "bob", VariableCondition.ABSENT, "key"));

    assertThat(refused.value().kind()).isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(refused.value().var()).isEqualTo(new Variable("color", "red", "alice", T0, 1));
    assertThat(refused.revision()).isEqualTo(1);
    assertThat(storage().variables().find("color").value().orElseThrow().value()).isEqualTo("red");
    assertThat(storage().changes().after(1, 10)).isEmpty();
  }

  @Test
  default void writeVar_concurrentCompareAndSet_losesNoUpdate() {
    storage().variables().write(set("count", "0", "all"));
    AtomicInteger refusals = new AtomicInteger();
    IntStream.range(0, 100)
        .parallel()
        .forEach(
            i -> {
              Storage either = i % 2 == 0 ? storage() : other();
              while (!increment(either)) {
                refusals.incrementAndGet();
              }
            });

    assertThat(other().variables().find("count").value().orElseThrow().value()).isEqualTo("100");
    assertThat(refusals).hasPositiveValue();
  }

  private static boolean increment(Storage storage) {
    Variable seen = storage.variables().find("count").value().orElseThrow();
    String next = String.valueOf(Integer.parseInt(String.valueOf(seen.value())) + 1);
    VariableCondition same = current -> current != null && current.revision() == seen.revision();
    VariableWrite write =
        new VariableWrite("count", next, "all", same, UUID.randomUUID().toString());
    return storage.variables().write(write).value().kind() == Kind.WRITTEN;
  }

  @Test
  default void writeVar_repeated_hasTheSameOutcome_alsoAfterOtherWrites() {
    VariableWrite write =
        new VariableWrite("color", "red", "alice", VariableCondition.ABSENT, "key-1");
    VariableOutcome first = storage().variables().write(write).value();
    storage().variables().write(set("color", "blue", "bob"));

    Versioned<VariableOutcome> again = other().variables().write(write);

    assertThat(again.value()).isEqualTo(first);
    assertThat(first.created()).isTrue();
    assertThat(again.revision()).isEqualTo(2);
    assertThat(storage().variables().find("color").value().orElseThrow().value()).isEqualTo("blue");

    VariableWrite deletion =
        new VariableWrite("color", null, "alice", VariableCondition.PRESENT, "key-2");
    VariableOutcome gone = storage().variables().write(deletion).value();
    assertThat(gone.kind()).isEqualTo(Kind.WRITTEN);
    assertThat(other().variables().write(deletion).value()).isEqualTo(gone);
  }

  @Test
  default void writeVar_refusesAnIdempotencyKeyForAnotherWrite() {
    storage().variables().write(new VariableWrite("color", "red", "alice", ANY, "key"));

    assertThat(
            storage()
                .variables()
                .write(new VariableWrite("color", "blue", "alice", ANY, "key"))
                .value())
        .extracting(VariableOutcome::kind)
        .isEqualTo(Kind.KEY_REUSED);
    assertThat(
            storage()
                .variables()
                .write(new VariableWrite("colour", "red", "alice", ANY, "key"))
                .value())
        .extracting(VariableOutcome::kind)
        .isEqualTo(Kind.KEY_REUSED);
    assertThat(storage().changes().revision()).isEqualTo(1);
  }

  @Test
  default void changes_includeVariables() {
    storage().variables().write(set("color", "red", "alice"));
    storage().roster().report(Reports.full("a1", "web", T0), null);
    storage().variables().write(delete("color", "bob"));

    List<ChangeEntry> changes = other().changes().after(0, 10);

    assertThat(changes)
        .extracting(ChangeEntry::what)
        .containsExactly(What.VAR_SET, What.APPEARED, What.VAR_DELETED);
    assertThat(changes)
        .extracting(ChangeEntry::var)
        .containsExactly(
            new Variable("color", "red", "alice", T0, 1),
            null,
            new Variable("color", null, "bob", T0, 3));
  }

  @Test
  default void vars_areOrderedByKeyAndPaged() {
    for (String key : List.of("b", "a", "B", "_", "a.1")) {
      storage().variables().write(set(key, "1", "alice"));
    }

    assertThat(other().variables().list("", 3).value())
        .extracting(Variable::key)
        .containsExactly("B", "_", "a");
    assertThat(other().variables().list("a", 3).value())
        .extracting(Variable::key)
        .containsExactly("a.1", "b");
    assertThat(other().variables().count()).isEqualTo(5);
  }

  @Test
  default void varHistory_hasAuthorAndValue_newestFirst() {
    storage().variables().write(set("color", "red", "alice"));
    storage().variables().write(set("size", "9", "alice"));
    storage().variables().write(delete("color", "bob"));

    assertThat(other().variables().history("color").value())
        .containsExactly(
            new Variable("color", null, "bob", T0, 3),
            new Variable("color", "red", "alice", T0, 1));
    assertThat(other().variables().history("nothing").value()).isEmpty();
  }

  @Test
  default void prune_keepsTheNewestChangesOfAVariableAndForgetsDeletedOnes() {
    storage().variables().write(set("rare", "1", "alice"));
    storage().variables().write(new VariableWrite("gone", "1", "alice", ANY, "key"));
    storage().variables().write(delete("gone", "bob"));
    for (int i = 1; i <= 150; i++) {
      storage().variables().write(set("busy", String.valueOf(i), "alice"));
    }
    assertThat(storage().variables().history("gone").value()).hasSize(2);

    while (storage().prune(new Retention(100, 100, 10, Duration.ofDays(1))) > 0) {}
    storage().variables().write(set("busy", "151", "alice"));

    assertThat(other().variables().history("rare").value()).hasSize(1);
    assertThat(other().variables().history("gone").value()).isEmpty();
    assertThat(other().variables().history("busy").value()).hasSize(100);
    assertThat(other().changes().after(143, 100))
        .hasSize(11)
        .allSatisfy(change -> assertThat(change.var()).isNotNull());
    // After pruning, the same idempotency key can be used again.
    assertThat(
            storage()
                .variables()
                .write(new VariableWrite("gone", "1", "alice", ANY, "key"))
                .revision())
        .isEqualTo(155);
  }

  private static VariableWrite set(String key, String value, String author) {
    return new VariableWrite(key, value, author, ANY, null);
  }

  private static VariableWrite delete(String key, String author) {
    return new VariableWrite(key, null, author, VariableCondition.PRESENT, null);
  }
}
