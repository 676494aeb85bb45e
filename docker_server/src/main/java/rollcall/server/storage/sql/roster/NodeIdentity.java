package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.history.Change.What;
import rollcall.api.node.Sender;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.node.KnownNode;

/**
 * Identifies a message's node by its engine id; the hostname is only a label. Two live nodes with
 * the same hostname get different labels; a node whose hostname changes keeps its identity and is
 * renamed. An engine without an id is identified by its hostname.
 */
public final class NodeIdentity {
  /** Digits of the engine id in a label; the longer form is used if the shorter one is taken. */
  private static final int SHORT = 6;

  private static final int LONG = 32;

  private final String label;
  private final boolean isKnownById;
  private final Map<String, Boolean> listing = new HashMap<>();

  private NodeIdentity(String label, boolean isKnownById) {
    this.label = label;
    this.isKnownById = isKnownById;
  }

  /** The node's name in the roster. */
  public String label() {
    return label;
  }

  /** Replaces the hostname in reports by the node's label, if they differ. */
  public List<PreparedReport> relabel(String hostname, List<PreparedReport> list) {
    return label.equals(hostname)
        ? list
        : list.stream().map(one -> one.withIdAndNode(one.report().id(), label)).toList();
  }

  /** Whether a container that this node lists is also on another node's list. */
  boolean isListedElsewhere(WriteSession session, RosterRow row) throws SQLException {
    @Nullable String other = row.node();
    if (!isKnownById || row.isRemoved() || !row.isContainer() || other == null) {
      return false;
    }
    if (other.equals(label)) {
      return false;
    }
    @Nullable Boolean known = listing.get(other);
    if (known == null) {
      known = KnownNode.isListing(session.sql(), other);
      listing.put(other, known);
    }
    return known;
  }

  /** Finds the node of a message; empty if it is new. */
  public static Optional<KnownNode> find(SqlConnection sql, String hostname, Sender sender)
      throws SQLException {
    Optional<KnownNode> found = KnownNode.of(sql, sender);
    if (found.isPresent()) {
      return found;
    }
    // A machine that replaces a stale node takes over its name.
    return KnownNode.named(sql, hostname)
        .filter(node -> sender.engineId() == null || node.engineId() == null || !node.isLiving());
  }

  /** Determines the label for the node of an accepted message; renames the node if needed. */
  public static NodeIdentity resolve(
      WriteSession session, @Nullable KnownNode known, String hostname, Sender sender)
      throws SQLException {
    boolean isKnownById = sender.engineId() != null;
    Optional<KnownNode> holder = KnownNode.named(session.sql(), hostname);
    boolean isFree =
        holder.isEmpty() || (known != null && known.name().equals(holder.get().name()));
    String label =
        isFree || sender.run() == null ? hostname : qualified(session, known, hostname, sender);
    if (known != null && !known.name().equals(label) && sender.run() != null) {
      rename(session, known.name(), label);
    }
    return new NodeIdentity(label, isKnownById);
  }

  private static String qualified(
      WriteSession session, @Nullable KnownNode known, String hostname, Sender sender)
      throws SQLException {
    String id = sender.engineId() == null ? String.valueOf(sender.run()) : sender.engineId();
    String digits = id.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    String label = joined(hostname, digits, SHORT);
    boolean isTaken =
        KnownNode.named(session.sql(), label)
            .filter(other -> known == null || !known.name().equals(other.name()))
            .isPresent();
    return isTaken ? joined(hostname, digits, LONG) : label;
  }

  private static String joined(String hostname, String digits, int length) {
    return hostname.substring(0, Math.min(hostname.length(), Bounds.NAME - length - 1))
        + "~"
        + digits.substring(0, Math.min(digits.length(), length));
  }

  /** Renames a node in all tables: its containers do not move, and their placements do not end. */
  private static void rename(WriteSession session, String from, String to) throws SQLException {
    SqlConnection sql = session.sql();
    sql.update("UPDATE node SET name = ? WHERE name = ?", to, from);
    sql.update("UPDATE container SET node = ? WHERE node = ?", to, from);
    sql.update("DELETE FROM usage WHERE node = ?", to);
    sql.update("UPDATE usage SET node = ? WHERE node = ?", to, from);
    PlacementTable.renameNode(session, from, to);
    session.nodeChanged(What.NODE_RENAMED, to);
  }
}
