package rollcall.server.storage.sql;

import java.time.Instant;
import java.util.List;
import rollcall.api.status.LoggedRequest;
import rollcall.server.storage.RequestLog;
import rollcall.server.storage.RequestLogStore;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.sql.table.RequestTable;

/** {@link RequestLogStore} in SQL. */
final class SqlRequestLog implements RequestLogStore {
  private final ReadTransactions reads;
  private final GroupCommitWriter writer;

  SqlRequestLog(ReadTransactions reads, GroupCommitWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  @Override
  public void add(List<LoggedRequest> requests, int keep) {
    writer.write(session -> RequestTable.add(session, requests, keep));
  }

  @Override
  public Versioned<RequestLog> newest(Instant upTo, int limit) {
    return reads.read("read the requests", reader -> RequestTable.newest(reader, upTo, limit));
  }
}
