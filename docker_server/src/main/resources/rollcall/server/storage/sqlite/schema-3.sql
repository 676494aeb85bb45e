-- The shared variables as they are.
CREATE TABLE var (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  author TEXT NOT NULL,
  time INTEGER NOT NULL,
  revision INTEGER NOT NULL
) WITHOUT ROWID;

-- How each came to be so: a row for each of its changes in the feed. A value that is NULL was deleted.
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
