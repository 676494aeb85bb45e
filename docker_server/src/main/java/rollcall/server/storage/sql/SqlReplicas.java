package rollcall.server.storage.sql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rollcall.api.status.Status;
import rollcall.server.storage.Replicas;
import rollcall.server.storage.sql.table.DeliveryLease;
import rollcall.server.storage.sql.table.LeaseWatch;
import rollcall.server.storage.sql.table.ReplicaTable;

/** {@link Replicas} in SQL. */
final class SqlReplicas implements Replicas {
  private final ReadTransactions reads;
  private final GroupCommitWriter writer;
  private final LeaseWatch leaseWatch = new LeaseWatch(System::nanoTime);

  SqlReplicas(ReadTransactions reads, GroupCommitWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  @Override
  public void register(Status.Replica replica) {
    writer.write(session -> ReplicaTable.register(session, replica));
  }

  @Override
  public void unregister(Status.Replica replica) {
    writer.write(session -> ReplicaTable.unregister(session, replica));
  }

  @Override
  public List<Status.Replica> list() {
    return reads
        .read("list the replicas", reader -> ReplicaTable.list(reader, reads.now(reader)))
        .value();
  }

  @Override
  public Optional<Long> acquireOrRenewLease(String holder, Duration lease, long delivered) {
    Optional<DeliveryLease> last =
        reads.read("read the delivery lease", DeliveryLease::read).value();
    Optional<DeliveryLease> expired = leaseWatch.expired(last, lease);
    if (expired.isEmpty() && last.isPresent()) {
      long now = reads.read("read the time", reader -> reads.now(reader)).value();
      if (last.get().isHeldByOther(holder, now)) {
        return Optional.empty();
      }
    }
    return writer
        .write(session -> DeliveryLease.acquire(session, holder, lease, delivered, expired))
        .value();
  }

  @Override
  public void releaseLease(String holder, long delivered) {
    writer.write(session -> DeliveryLease.release(session, holder, delivered));
  }
}
