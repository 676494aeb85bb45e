package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.server.storage.sql.change.WriteSession;

/**
 * What is known elsewhere of the containers that are new on a node's list. A container that another
 * node lists, too, is another one of the same id, where a machine was copied with all its
 * containers: the second one's id in the roster says whose it is.
 */
final class SameIds {
  private final String node;
  private final Map<String, RosterRow> known;
  private final Set<String> held;

  private SameIds(String node, Map<String, RosterRow> known, Set<String> held) {
    this.node = node;
    this.known = known;
    this.held = held;
  }

  /**
   * Asks for all of them at once.
   *
   * @param here what the node is known to have
   */
  static SameIds of(
      WriteSession session,
      NodeIdentity node,
      Map<String, RosterRow> here,
      List<PreparedReport> list)
      throws SQLException {
    List<String> strangers = new ArrayList<>();
    for (PreparedReport prepared : list) {
      if (!here.containsKey(prepared.report().id())) {
        strangers.add(prepared.report().id());
      }
    }
    Map<String, RosterRow> known = new HashMap<>();
    RosterRow.of(session.sql(), strangers).values().forEach(row -> known.put(row.id(), row));
    Set<String> held = new HashSet<>();
    List<String> own = new ArrayList<>();
    for (RosterRow row : known.values()) {
      if (node.isHeldByAnother(session, row)) {
        held.add(row.id());
        own.add(qualified(row.id(), node.label()));
      }
    }
    RosterRow.of(session.sql(), own).values().forEach(row -> known.put(row.id(), row));
    return new SameIds(node.label(), known, held);
  }

  static String qualified(String id, String node) {
    String whose = node.replaceAll("[^A-Za-z0-9._:-]", "-");
    return id
        + "@"
        + whose.substring(0, Math.max(0, Math.min(whose.length(), Bounds.ID - id.length() - 1)));
  }

  /** The container under an id that is its own. */
  PreparedReport distinguished(PreparedReport listed) {
    String id = listed.report().id();
    return held.contains(id) ? listed.as(qualified(id, node), node) : listed;
  }

  @Nullable RosterRow known(PreparedReport prepared) {
    return known.get(prepared.report().id());
  }

  /** Which container of its engine it is: what its measurements will come under. */
  void remember(WriteSession session, PreparedReport listed, PreparedReport prepared)
      throws SQLException {
    String id = prepared.report().id();
    if (held.contains(listed.report().id()) && !known.containsKey(id)) {
      session
          .sql()
          .update("UPDATE container SET engine_id = ? WHERE id = ?", listed.report().id(), id);
    }
  }
}
