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
 * Which node a list is of. A node is its engine, by the id that the engine gave itself; the
 * hostname is a label. Two living nodes of one hostname have two labels; a node whose hostname
 * becomes another is the same, renamed. Where the engine has no id, the name is all there is.
 */
public final class NodeIdentity {
  /** Digits of an id that tell two nodes apart, and where by chance they don't. */
  private static final int FEW = 6;

  private static final int MANY = 32;

  private final String label;
  private final boolean isKnownById;
  private final Map<String, Boolean> listing = new HashMap<>();

  private NodeIdentity(String label, boolean isKnownById) {
    this.label = label;
    this.isKnownById = isKnownById;
  }

  /** What the roster calls it. */
  public String label() {
    return label;
  }

  /** Reports of this node, as the roster has them. */
  public List<PreparedReport> own(String hostname, List<PreparedReport> list) {
    return label.equals(hostname)
        ? list
        : list.stream().map(one -> one.as(one.report().id(), label)).toList();
  }

  /** Whether a container that this node lists is on another's list, too. */
  boolean isHeldByAnother(WriteSession session, RosterRow row) throws SQLException {
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

  /** The node that a message is of, as it is known; nothing where it is new. */
  public static Optional<KnownNode> find(SqlConnection sql, String hostname, Sender sender)
      throws SQLException {
    Optional<KnownNode> found = KnownNode.of(sql, sender);
    if (found.isPresent()) {
      return found;
    }
    // A dead node's name is free for the machine in its place.
    return KnownNode.named(sql, hostname)
        .filter(node -> sender.engineId() == null || node.engineId() == null || !node.isLiving());
  }

  /** Gives the node of a message that is taken its label. */
  public static NodeIdentity settle(
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
    String few = joined(hostname, digits, FEW);
    boolean isTaken =
        KnownNode.named(session.sql(), few)
            .filter(other -> known == null || !known.name().equals(other.name()))
            .isPresent();
    return isTaken ? joined(hostname, digits, MANY) : few;
  }

  private static String joined(String hostname, String digits, int length) {
    return hostname.substring(0, Math.min(hostname.length(), Bounds.NAME - length - 1))
        + "~"
        + digits.substring(0, Math.min(digits.length(), length));
  }

  /** All of it goes along: no container moves, and no placement ends. */
  private static void rename(WriteSession session, String from, String to) throws SQLException {
    SqlConnection sql = session.sql();
    sql.update("UPDATE node SET name = ? WHERE name = ?", to, from);
    sql.update("UPDATE container SET node = ? WHERE node = ?", to, from);
    sql.update("DELETE FROM usage WHERE node = ?", to);
    sql.update("UPDATE usage SET node = ? WHERE node = ?", to, from);
    PlacementTable.renamed(session, from, to);
    session.nodeChanged(What.NODE_RENAMED, to);
  }
}
