package rollcall.server.storage.sql;

import java.time.Instant;
import java.util.List;
import rollcall.api.history.Change.What;
import rollcall.server.storage.ChangeFeed;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.history.Slots;

/** {@link ChangeFeed} in SQL. */
final class SqlChangeFeed implements ChangeFeed {
  private final ReadTransactions reads;
  private final Backend backend;

  SqlChangeFeed(ReadTransactions reads, Backend backend) {
    this.reads = reads;
    this.backend = backend;
  }

  @Override
  public List<ChangeEntry> after(long after, int limit) {
    Versioned<List<ChangeEntry>> changes =
        reads.read(
            "read the changes",
            reader -> {
              long oldest = ChangeTable.oldest(reader);
              if (after < oldest) {
                throw PrunedException.before(oldest, after);
              }
              return ChangeTable.after(reader, after, limit);
            });
    if (after > changes.revision()) {
      throw PrunedException.beyond(changes.revision(), after);
    }
    return changes.value();
  }

  @Override
  public List<ChangeEntry> versions(String container, long revision, int limit) {
    return reads
        .read(
            "read the changes", reader -> ChangeTable.versions(reader, container, revision, limit))
        .value();
  }

  @Override
  public List<RosterEntry> slotMates(String container, long revision, int limit) {
    return reads
        .read("read the history", reader -> Slots.mates(reader, container, revision, limit))
        .value();
  }

  @Override
  public boolean hasNodeChange(What what, String node, Instant from, Instant upTo) {
    return reads
        .read("read the changes", reader -> ChangeTable.hasNode(reader, what, node, from, upTo))
        .value();
  }

  @Override
  public long revision() {
    return reads.read("read the revision", reader -> true).revision();
  }

  @Override
  public void awaitChange() throws InterruptedException {
    backend.awaitChange();
  }
}
