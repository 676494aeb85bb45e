-- Times are nanoseconds since 1970. A migration only adds: old and new servers share the file
-- during a rolling update.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One row: the revision of the newest change.
CREATE TABLE revision (value INTEGER NOT NULL);
INSERT INTO revision VALUES (0);

-- The roster. "facts" is the newest report without what each report changes.
CREATE TABLE container (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  node TEXT,
  service TEXT,
  task TEXT,
  slot INTEGER,
  state TEXT,
  facts TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  memory_usage REAL NOT NULL,
  cpu_usage REAL NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  removed_at INTEGER
) WITHOUT ROWID;
CREATE INDEX container_by_name ON container (name, id);
CREATE INDEX container_on_node ON container (node) WHERE removed_at IS NULL;

-- Where a container ran. The open one (ended_at IS NULL) was last seen when its container was.
CREATE TABLE placement (
  seq INTEGER PRIMARY KEY,
  container TEXT NOT NULL,
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  node TEXT,
  service TEXT,
  task TEXT,
  slot INTEGER,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE INDEX placement_of ON placement (container, seq);

-- Reports as posted, in the order of arrival.
CREATE TABLE report (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  posted_timestamp TEXT,
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  memory_usage REAL NOT NULL,
  cpu_usage REAL NOT NULL
);
CREATE UNIQUE INDEX report_once ON report (id, timestamp);

CREATE TABLE node (
  name TEXT PRIMARY KEY,
  address TEXT,
  last_heard INTEGER NOT NULL,
  agent_version TEXT NOT NULL,
  engine_version TEXT
) WITHOUT ROWID;

-- The server processes that share this file.
CREATE TABLE replica (
  name TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  started INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) WITHOUT ROWID;
