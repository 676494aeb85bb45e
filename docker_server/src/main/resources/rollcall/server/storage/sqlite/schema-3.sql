-- The current shared variables.
CREATE TABLE var (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  author TEXT NOT NULL,
  time INTEGER NOT NULL,
  revision INTEGER NOT NULL
) WITHOUT ROWID;

-- Their history: one row per change in the feed. A NULL value means that it was deleted.
CREATE TABLE var_change (
  revision INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  value TEXT,
  author TEXT NOT NULL,
  time INTEGER NOT NULL,
  created INTEGER NOT NULL,
  idempotency_key TEXT UNIQUE
);
CREATE INDEX var_change_of ON var_change (name, revision);
