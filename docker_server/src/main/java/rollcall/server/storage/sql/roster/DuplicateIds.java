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
 * Finds the containers of a node's list that the roster has on other nodes. If another node lists
 * the same id, a machine was copied with its containers: they are different containers, and the id
 * of the second one is qualified by its node.
 */
final class DuplicateIds {
  private final String node;
  private final Map<String, RosterRow> known;
  private final Set<String> listedElsewhere;

  private DuplicateIds(String node, Map<String, RosterRow> known, Set<String> listedElsewhere) {
    this.node = node;
    this.known = known;
    this.listedElsewhere = listedElsewhere;
  }

  /**
   * Reads the rows of all new containers in one query.
   *
   * @param stored the node's stored containers
   */
  static DuplicateIds of(
      WriteSession session,
      NodeIdentity node,
      Map<String, RosterRow> stored,
      List<PreparedReport> list)
      throws SQLException {
    List<String> newIds = new ArrayList<>();
    for (PreparedReport prepared : list) {
      if (!stored.containsKey(prepared.report().id())) {
        newIds.add(prepared.report().id());
      }
    }
    Map<String, RosterRow> known = new HashMap<>();
    RosterRow.of(session.sql(), newIds).values().forEach(row -> known.put(row.id(), row));
    Set<String> listedElsewhere = new HashSet<>();
    List<String> qualified = new ArrayList<>();
    for (RosterRow row : known.values()) {
      if (node.isListedElsewhere(session, row)) {
        listedElsewhere.add(row.id());
        qualified.add(qualified(row.id(), node.label()));
      }
    }
    RosterRow.of(session.sql(), qualified).values().forEach(row -> known.put(row.id(), row));
    return new DuplicateIds(node.label(), known, listedElsewhere);
  }

  static String qualified(String id, String node) {
    String suffix = node.replaceAll("[^A-Za-z0-9._:-]", "-");
    return id
        + "@"
        + suffix.substring(0, Math.max(0, Math.min(suffix.length(), Bounds.ID - id.length() - 1)));
  }

  /** Returns the report with its unique id. */
  PreparedReport qualify(PreparedReport listed) {
    String id = listed.report().id();
    return listedElsewhere.contains(id) ? listed.withIdAndNode(qualified(id, node), node) : listed;
  }

  @Nullable RosterRow known(PreparedReport prepared) {
    return known.get(prepared.report().id());
  }

  /** Stores the id on its engine, under which heartbeats report its measurements. */
  void recordEngineId(WriteSession session, PreparedReport listed, PreparedReport prepared)
      throws SQLException {
    String id = prepared.report().id();
    if (listedElsewhere.contains(listed.report().id()) && !known.containsKey(id)) {
      session
          .sql()
          .update("UPDATE container SET engine_id = ? WHERE id = ?", listed.report().id(), id);
    }
  }
}
