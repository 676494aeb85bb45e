package rollcall.server.storage.sql.node;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.history.Change.What;
import rollcall.api.node.Sender;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.sql.change.WriteSession;

/**
 * The order of an agent's messages, by its own count and by no clock. A new run of the agent
 * follows the one before at once; should that still send, it is refused for as long as the new one
 * lives.
 */
public final class NodeMessages {
  /** Runs of an agent that are remembered: older ones are long dead. */
  private static final int RUNS = 8;

  /** A run that is refused for longer than a late message could take is alive. */
  private static final Duration ALIVE_AFTER = Duration.ofSeconds(5);

  /** A rival that was not heard for so long is gone. */
  static final Duration RIVAL_GONE_AFTER = Duration.ofMinutes(1);

  private NodeMessages() {}

  /** Whether a message is to be taken: {@code TAKEN}, {@code OUTDATED} or {@code SUPERSEDED}. */
  public static Verdict order(WriteSession session, KnownNode node, Sender sender)
      throws SQLException {
    if (sender.run() == null || sender.sequence() == null || node.runs().newest() == null) {
      return Verdict.TAKEN;
    }
    if (sender.run().equals(node.runs().newest())) {
      return sender.sequence() < node.runs().sequence() ? Verdict.OUTDATED : Verdict.TAKEN;
    }
    if (node.isLiving() && node.runs().superseded().contains(sender.run())) {
      refused(session, node, sender.run());
      return Verdict.SUPERSEDED;
    }
    return Verdict.TAKEN;
  }

  /** Two agents that are alive for one engine's id are a change of its own, once. */
  private static void refused(WriteSession session, KnownNode node, String run)
      throws SQLException {
    boolean goesOn =
        run.equals(node.rival().run())
            && session.now() - node.rival().at() < RIVAL_GONE_AFTER.toNanos();
    long since = goesOn ? node.rival().since() : session.now();
    session
        .sql()
        .update(
            "UPDATE node SET rival = ?, rival_since = ?, rival_at = ? WHERE name = ?",
            run,
            since,
            session.now(),
            node.name());
    boolean wasAlive = goesOn && isAlive(since, node.rival().at());
    if (!wasAlive && isAlive(since, session.now())) {
      session.nodeChanged(What.NODE_CLASH, node.name());
    }
  }

  static boolean isAlive(long since, long at) {
    return at - since >= ALIVE_AFTER.toNanos();
  }

  /** Notes a message that is taken as the newest. */
  public static void taken(
      WriteSession session, String name, @Nullable KnownNode before, Sender sender)
      throws SQLException {
    if (sender.run() == null) {
      return;
    }
    @Nullable String superseded =
        before == null || sender.run().equals(before.runs().newest())
            ? null
            : followed(before, sender.run());
    session
        .sql()
        .update(
            "UPDATE node SET run = ?, sequence = ?, superseded = coalesce(?, superseded),"
                + " rival = CASE WHEN rival = ? THEN NULL ELSE rival END WHERE name = ?",
            sender.run(),
            sender.sequence(),
            superseded,
            sender.run(),
            name);
  }

  private static String followed(KnownNode node, String run) {
    List<String> runs = new ArrayList<>(node.runs().superseded());
    runs.add(Objects.requireNonNullElse(node.runs().newest(), ""));
    runs.removeIf(one -> one.isEmpty() || one.equals(run));
    return String.join(" ", runs.subList(Math.max(0, runs.size() - RUNS), runs.size()));
  }
}
