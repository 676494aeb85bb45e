package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rollcall.api.Change.What;
import rollcall.api.Var;
import rollcall.server.Reports;
import rollcall.server.storage.VarOutcome.Kind;

/** What every storage must do with shared variables. */
interface VarContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  VarCondition ANY = current -> true;

  Storage storage();

  Storage other();

  @Test
  default void writeVar_isReadFromEveryReplicaAtOnce() {
    Versioned<VarOutcome> made = storage().writeVar(set("color", "red\n\"ü\" 🐳", "alice"));
    Var red = new Var("color", "red\n\"ü\" 🐳", "alice", T0, 1);

    assertThat(made).isEqualTo(new Versioned<>(new VarOutcome(Kind.WRITTEN, red, true), 1));
    assertThat(other().var("color").value()).contains(red);

    Versioned<VarOutcome> changed = other().writeVar(set("color", "", "bob"));
    assertThat(changed.value().created()).isFalse();
    assertThat(storage().var("color").value()).contains(new Var("color", "", "bob", T0, 2));
    assertThat(storage().var("colour").value()).isEmpty();
  }

  @Test
  default void writeVar_deletes() {
    storage().writeVar(set("color", "red", "alice"));

    VarOutcome gone = other().writeVar(delete("color", "bob")).value();

    assertThat(gone.var()).isEqualTo(new Var("color", null, "bob", T0, 2));
    assertThat(storage().var("color").value()).isEmpty();
    assertThat(storage().writeVar(delete("color", "bob")))
        .isEqualTo(new Versioned<>(new VarOutcome(Kind.REFUSED, null, false), 2));
    assertThat(storage().writeVar(set("color", "blue", "bob")).value().created()).isTrue();
  }

  @Test
  default void writeVar_changesNothingWhereItsConditionDoesNotHold() {
    storage().writeVar(set("color", "red", "alice"));

    Versioned<VarOutcome> refused =
        other().writeVar(new VarWrite("color", "blue", "bob", VarCondition.ABSENT, "key"));

    assertThat(refused.value().kind()).isEqualTo(Kind.REFUSED);
    assertThat(refused.value().var()).isEqualTo(new Var("color", "red", "alice", T0, 1));
    assertThat(refused.revision()).isEqualTo(1);
    assertThat(storage().var("color").value().orElseThrow().value()).isEqualTo("red");
    assertThat(storage().changes(1, 10)).isEmpty();
  }

  @Test
  default void writeVar_losesNoUpdateOfManyWhoCompareAndSet() {
    storage().writeVar(set("count", "0", "all"));
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

    assertThat(other().var("count").value().orElseThrow().value()).isEqualTo("100");
    assertThat(refusals).hasPositiveValue();
  }

  private static boolean increment(Storage storage) {
    Var seen = storage.var("count").value().orElseThrow();
    String next = String.valueOf(Integer.parseInt(String.valueOf(seen.value())) + 1);
    VarCondition same = current -> current != null && current.revision() == seen.revision();
    VarWrite write = new VarWrite("count", next, "all", same, UUID.randomUUID().toString());
    return storage.writeVar(write).value().kind() == Kind.WRITTEN;
  }

  @Test
  default void writeVar_theSameAgainHasTheSameOutcome_alsoAfterOthersHaveWritten() {
    VarWrite write = new VarWrite("color", "red", "alice", VarCondition.ABSENT, "key-1");
    VarOutcome first = storage().writeVar(write).value();
    storage().writeVar(set("color", "blue", "bob"));

    Versioned<VarOutcome> again = other().writeVar(write);

    assertThat(again.value()).isEqualTo(first);
    assertThat(first.created()).isTrue();
    assertThat(again.revision()).isEqualTo(2);
    assertThat(storage().var("color").value().orElseThrow().value()).isEqualTo("blue");

    VarWrite deletion = new VarWrite("color", null, "alice", VarCondition.PRESENT, "key-2");
    VarOutcome gone = storage().writeVar(deletion).value();
    assertThat(gone.kind()).isEqualTo(Kind.WRITTEN);
    assertThat(other().writeVar(deletion).value()).isEqualTo(gone);
  }

  @Test
  default void writeVar_refusesAnIdempotencyKeyForAnotherWrite() {
    storage().writeVar(new VarWrite("color", "red", "alice", ANY, "key"));

    assertThat(storage().writeVar(new VarWrite("color", "blue", "alice", ANY, "key")).value())
        .extracting(VarOutcome::kind)
        .isEqualTo(Kind.KEY_REUSED);
    assertThat(storage().writeVar(new VarWrite("colour", "red", "alice", ANY, "key")).value())
        .extracting(VarOutcome::kind)
        .isEqualTo(Kind.KEY_REUSED);
    assertThat(storage().revision()).isEqualTo(1);
  }

  @Test
  default void changes_tellOfVariables() {
    storage().writeVar(set("color", "red", "alice"));
    storage().report(Reports.full("a1", "web", T0), null);
    storage().writeVar(delete("color", "bob"));

    List<ChangeEntry> changes = other().changes(0, 10);

    assertThat(changes)
        .extracting(ChangeEntry::what)
        .containsExactly(What.VAR_SET, What.APPEARED, What.VAR_DELETED);
    assertThat(changes)
        .extracting(ChangeEntry::var)
        .containsExactly(
            new Var("color", "red", "alice", T0, 1), null, new Var("color", null, "bob", T0, 3));
  }

  @Test
  default void vars_comeByKeyAndPaged() {
    for (String key : List.of("b", "a", "B", "_", "a.1")) {
      storage().writeVar(set(key, "1", "alice"));
    }

    assertThat(other().vars("", 3).value()).extracting(Var::key).containsExactly("B", "_", "a");
    assertThat(other().vars("a", 3).value()).extracting(Var::key).containsExactly("a.1", "b");
    assertThat(other().countVars()).isEqualTo(5);
  }

  @Test
  default void varHistory_tellsWhoChangedWhat_newestFirst() {
    storage().writeVar(set("color", "red", "alice"));
    storage().writeVar(set("size", "9", "alice"));
    storage().writeVar(delete("color", "bob"));

    assertThat(other().varHistory("color").value())
        .containsExactly(
            new Var("color", null, "bob", T0, 3), new Var("color", "red", "alice", T0, 1));
    assertThat(other().varHistory("nothing").value()).isEmpty();
  }

  @Test
  default void prune_keepsTheNewestChangesOfAVariableAndForgetsDeletedOnes() {
    storage().writeVar(set("rare", "1", "alice"));
    storage().writeVar(new VarWrite("gone", "1", "alice", ANY, "key"));
    storage().writeVar(delete("gone", "bob"));
    for (int i = 1; i <= 150; i++) {
      storage().writeVar(set("busy", String.valueOf(i), "alice"));
    }
    assertThat(storage().varHistory("gone").value()).hasSize(2);

    while (storage().prune(new Retention(100, 100, 10, Duration.ofDays(1))) > 0) {}
    storage().writeVar(set("busy", "151", "alice"));

    assertThat(other().varHistory("rare").value()).hasSize(1);
    assertThat(other().varHistory("gone").value()).isEmpty();
    assertThat(other().varHistory("busy").value()).hasSize(100);
    assertThat(other().changes(143, 100))
        .hasSize(11)
        .allSatisfy(change -> assertThat(change.var()).isNotNull());
    // What was forgotten can be done anew, by the same key even.
    assertThat(storage().writeVar(new VarWrite("gone", "1", "alice", ANY, "key")).revision())
        .isEqualTo(155);
  }

  private static VarWrite set(String key, String value, String author) {
    return new VarWrite(key, value, author, ANY, null);
  }

  private static VarWrite delete(String key, String author) {
    return new VarWrite(key, null, author, VarCondition.PRESENT, null);
  }
}
