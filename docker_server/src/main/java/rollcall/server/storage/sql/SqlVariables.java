package rollcall.server.storage.sql;

import java.util.List;
import java.util.Optional;
import rollcall.api.variable.Variable;
import rollcall.server.storage.Variables;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.sql.table.VariableTable;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableWrite;

/** {@link Variables} in SQL. */
final class SqlVariables implements Variables {
  private final ReadTransactions reads;
  private final GroupCommitWriter writer;

  SqlVariables(ReadTransactions reads, GroupCommitWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  @Override
  public Versioned<VariableOutcome> write(VariableWrite write) {
    return writer.write(session -> VariableTable.write(session, write));
  }

  @Override
  public Versioned<Optional<Variable>> find(String key) {
    return reads.read("read the variable", reader -> VariableTable.find(reader, key));
  }

  @Override
  public Versioned<List<Variable>> list(String after, int limit) {
    return reads.read("list the variables", reader -> VariableTable.list(reader, after, limit));
  }

  @Override
  public Versioned<List<Variable>> history(String key) {
    return reads.read("read the variable's history", reader -> VariableTable.history(reader, key));
  }

  @Override
  public long count() {
    return reads.read("count the variables", VariableTable::count).value();
  }
}
