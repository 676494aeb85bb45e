package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.server.storage.Nodes;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.node.KnownNode;
import rollcall.server.storage.sql.node.NodeMessages;
import rollcall.server.storage.sql.node.NodeReader;
import rollcall.server.storage.sql.node.NodeTable;
import rollcall.server.storage.sql.node.SwarmTable;
import rollcall.server.storage.sql.node.UsageTable;
import rollcall.server.storage.sql.roster.NodeIdentity;
import rollcall.server.storage.sql.roster.PreparedReport;
import rollcall.server.storage.sql.roster.RosterWriter;

/** {@link Nodes} in SQL. */
final class SqlNodes implements Nodes {
  private final ReadTransactions reads;
  private final GroupCommitWriter writer;

  SqlNodes(ReadTransactions reads, GroupCommitWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  @Override
  public Versioned<Reception> report(String hostname, NodeReport report) {
    List<PreparedReport> list = report.containers().stream().map(PreparedReport::of).toList();
    List<PreparedReport> removed = report.departed().stream().map(PreparedReport::of).toList();
    String usage = UsageTable.rows(report.containers());
    return writer.write(
        session -> {
          long before = session.revision();
          @Nullable KnownNode known =
              NodeIdentity.find(session.sql(), hostname, report.sender()).orElse(null);
          if (known != null) {
            Verdict verdict = NodeMessages.check(session, known, report.sender());
            if (verdict != Verdict.TAKEN || NodeTable.isOutdated(session, known, report)) {
              return new Reception(
                  verdict == Verdict.TAKEN ? Verdict.OUTDATED : verdict, 0, known.name(), null);
            }
          }
          NodeIdentity node = NodeIdentity.resolve(session, known, hostname, report.sender());
          NodeTable.register(session, node.label(), hostname, report);
          for (PreparedReport last : node.relabel(hostname, removed)) {
            RosterWriter.applyRemoved(session, node, last);
          }
          RosterWriter.applyList(session, node, node.relabel(hostname, list));
          UsageTable.replace(session, node.label(), usage);
          NodeTable.saveList(session, node.label(), hostname, report);
          NodeMessages.recordNewest(session, node.label(), known, report.sender());
          return taken(session, before, node);
        });
  }

  @Override
  public Versioned<Reception> update(String hostname, ListUpdate update) {
    List<PreparedReport> list = update.containers().stream().map(PreparedReport::of).toList();
    List<PreparedReport> departed = update.departed().stream().map(PreparedReport::of).toList();
    String usage = UsageTable.rows(update.containers(), update.heartbeat());
    return writer.write(
        session -> {
          long before = session.revision();
          @Nullable KnownNode known =
              NodeIdentity.find(session.sql(), hostname, update.sender()).orElse(null);
          if (known == null) {
            return new Reception(Verdict.UNKNOWN, 0, hostname, null);
          }
          Verdict verdict = NodeMessages.check(session, known, update.sender());
          if (verdict == Verdict.TAKEN) {
            verdict = NodeTable.checkBase(session, known, hostname, update);
          }
          if (verdict != Verdict.TAKEN) {
            return new Reception(verdict, 0, known.name(), null);
          }
          NodeIdentity node = NodeIdentity.resolve(session, known, hostname, update.sender());
          for (PreparedReport last : node.relabel(hostname, departed)) {
            RosterWriter.applyRemoved(session, node, last);
          }
          RosterWriter.applyUpdate(session, node, node.relabel(hostname, list), update.removed());
          UsageTable.update(session, node.label(), usage, update.removed());
          NodeTable.saveUpdate(session, node.label(), update);
          NodeMessages.recordNewest(session, node.label(), known, update.sender());
          return taken(session, before, node);
        });
  }

  private static Reception taken(WriteSession session, long before, NodeIdentity node)
      throws SQLException {
    return new Reception(
        Verdict.TAKEN,
        (int) (session.revision() - before),
        node.label(),
        NodeReader.clash(session.sql(), node.label()));
  }

  @Override
  public Versioned<Verdict> heartbeat(String hostname, Heartbeat heartbeat) {
    String usage = UsageTable.rows(heartbeat);
    return writer.write(
        session -> {
          Optional<KnownNode> found =
              NodeIdentity.find(session.sql(), hostname, heartbeat.sender());
          if (found.isEmpty()) {
            return Verdict.UNKNOWN;
          }
          KnownNode node = found.get();
          Verdict verdict = NodeMessages.check(session, node, heartbeat.sender());
          if (verdict != Verdict.TAKEN) {
            return verdict;
          }
          verdict = NodeTable.heartbeat(session, node, hostname, heartbeat);
          if (verdict == Verdict.TAKEN) {
            NodeMessages.recordNewest(session, node.name(), node, heartbeat.sender());
            UsageTable.renew(session, node.name(), usage);
          }
          return verdict;
        });
  }

  @Override
  public Versioned<Boolean> left(String hostname, Sender sender) {
    return writer.write(
        session -> {
          Optional<KnownNode> found = NodeIdentity.find(session.sql(), hostname, sender);
          if (found.isPresent()
              && NodeMessages.check(session, found.get(), sender) == Verdict.TAKEN) {
            NodeTable.markLeft(session, found.get(), sender);
          }
          return found.isPresent();
        });
  }

  @Override
  public Versioned<List<Node>> list() {
    return reads.read("list the nodes", reader -> NodeReader.list(reader, reads.now(reader)));
  }

  @Override
  public List<SwarmSnapshot.Service> services() {
    return reads
        .read("list the services", reader -> SwarmTable.view(reader, reads.now(reader)))
        .value()
        .services();
  }

  @Override
  public Map<String, String> lastMessages() {
    return reads.read("find silent nodes", NodeTable::lastMessages).value();
  }

  @Override
  public int expire(Map<String, String> silent, Duration staleAfter) {
    int expired = 0;
    // One write per node: other writers wait for at most one node.
    for (Map.Entry<String, String> node : silent.entrySet()) {
      expired +=
          writer
                  .write(session -> expire(session, node.getKey(), node.getValue(), staleAfter))
                  .value()
              ? 1
              : 0;
    }
    return expired;
  }

  /** Marks a node stale and its containers unknown; false if it sent a message meanwhile. */
  private static boolean expire(WriteSession session, String node, String last, Duration staleAfter)
      throws SQLException {
    boolean isStale = NodeTable.expire(session, node, last, staleAfter);
    if (isStale) {
      RosterWriter.markUnknown(session, node);
    }
    return isStale;
  }
}
