-- The current shared variables.
CREATE TABLE var (
  name TEXT COLLATE "C" PRIMARY KEY,
  value TEXT NOT NULL,
  author TEXT NOT NULL,
  time BIGINT NOT NULL,
  revision BIGINT NOT NULL
);

-- Their history: one row per change in the feed. A NULL value means that it was deleted.
CREATE TABLE var_change (
  revision BIGINT PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  value TEXT,
  author TEXT NOT NULL,
  time BIGINT NOT NULL,
  created INTEGER NOT NULL,
  idempotency_key TEXT COLLATE "C" UNIQUE
);
CREATE INDEX var_change_of ON var_change (name, revision);
