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
 * Orders an agent's messages by their sequence numbers, not by time. A new run of the agent
 * supersedes the previous one immediately; a superseded run is refused while the node is alive.
 */
public final class NodeMessages {
  /** Superseded runs stored per agent; older ones have ended long ago. */
  private static final int MAX_RUNS = 8;

  /** A run that is refused for longer than a delayed message could take is alive. */
  private static final Duration ALIVE_AFTER = Duration.ofSeconds(5);

  /** A rival that sent nothing for this long has ended. */
  static final Duration RIVAL_GONE_AFTER = Duration.ofMinutes(1);

  private NodeMessages() {}

  /** Whether to accept a message: {@code TAKEN}, {@code OUTDATED} or {@code SUPERSEDED}. */
  public static Verdict check(WriteSession session, KnownNode node, Sender sender)
      throws SQLException {
    if (sender.run() == null || sender.sequence() == null || node.runs().newest() == null) {
      return Verdict.TAKEN;
    }
    if (sender.run().equals(node.runs().newest())) {
      return sender.sequence() < node.runs().sequence() ? Verdict.OUTDATED : Verdict.TAKEN;
    }
    if (node.isLiving() && node.runs().superseded().contains(sender.run())) {
      recordRefused(session, node, sender.run());
      return Verdict.SUPERSEDED;
    }
    return Verdict.TAKEN;
  }

  /**
   * Records a refused run; once it proves alive, adds one change: two agents have one engine id.
   */
  private static void recordRefused(WriteSession session, KnownNode node, String run)
      throws SQLException {
    boolean isSameRival =
        run.equals(node.rival().run())
            && session.now() - node.rival().at() < RIVAL_GONE_AFTER.toNanos();
    long since = isSameRival ? node.rival().since() : session.now();
    session
        .sql()
        .update(
            "UPDATE node SET rival = ?, rival_since = ?, rival_at = ? WHERE name = ?",
            run,
            since,
            session.now(),
            node.name());
    boolean wasAlive = isSameRival && isAlive(since, node.rival().at());
    if (!wasAlive && isAlive(since, session.now())) {
      session.nodeChanged(What.NODE_CLASH, node.name());
    }
  }

  static boolean isAlive(long since, long at) {
    return at - since >= ALIVE_AFTER.toNanos();
  }

  /** Stores an accepted message's run and sequence number as the newest. */
  public static void recordNewest(
      WriteSession session, String name, @Nullable KnownNode before, Sender sender)
      throws SQLException {
    if (sender.run() == null) {
      return;
    }
    @Nullable String superseded =
        before == null || sender.run().equals(before.runs().newest())
            ? null
            : supersededRuns(before, sender.run());
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

  private static String supersededRuns(KnownNode node, String run) {
    List<String> runs = new ArrayList<>(node.runs().superseded());
    runs.add(Objects.requireNonNullElse(node.runs().newest(), ""));
    runs.removeIf(one -> one.isEmpty() || one.equals(run));
    return String.join(" ", runs.subList(Math.max(0, runs.size() - MAX_RUNS), runs.size()));
  }
}
