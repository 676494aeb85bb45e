-- Times are nanoseconds since 1970. A migration only adds: old and new servers share the file
-- during a rolling update.

-- One row: the revision of the newest change.
CREATE TABLE revision (value INTEGER NOT NULL);
INSERT INTO revision VALUES (0);

-- The roster. "facts" is the newest report as JSON, without its state and measurements. The columns
-- that SQL queries are separate. "words" is the text for searches, in lower case.
CREATE TABLE container (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  node TEXT,
  service TEXT,
  task TEXT,
  slot INTEGER,
  kind TEXT NOT NULL,
  state TEXT,
  health TEXT,
  image_digest TEXT,
  exit_code INTEGER,
  oom_killed INTEGER,
  facts TEXT NOT NULL,
  words TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  memory_usage REAL NOT NULL,
  cpu_usage REAL NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  removed_at INTEGER
) WITHOUT ROWID;
CREATE INDEX container_by_name ON container (name, id);
CREATE INDEX container_on_node ON container (node) WHERE removed_at IS NULL;
-- A narrow covering index for text searches, which scan all rows.
CREATE INDEX container_by_words ON container (name, id, words);

CREATE TABLE node (
  name TEXT PRIMARY KEY,
  address TEXT,
  last_heard INTEGER NOT NULL,
  agent_version TEXT NOT NULL,
  engine_version TEXT,
  -- Digest of its agent's last list, since when the node is stale, when the agent stopped.
  digest TEXT,
  stale_since INTEGER,
  left_at INTEGER
) WITHOUT ROWID;

-- The measurements of the heartbeats, separate from the wide rows of the roster and clustered by
-- node, so that a heartbeat writes few pages instead of one per container.
CREATE TABLE usage (
  node TEXT NOT NULL,
  container TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  memory_usage REAL NOT NULL,
  cpu_usage REAL NOT NULL,
  PRIMARY KEY (node, container)
) WITHOUT ROWID;

-- The containers with their newest measurements. An existing container was last seen at the newest
-- message of its node's agent.
CREATE VIEW roster AS
SELECT c.id, c.name, c.image, c.node, c.service, c.task, c.slot, c.state, c.health, c.image_digest,
  c.exit_code, c.oom_killed, c.facts,
  coalesce(u.timestamp, c.timestamp) AS timestamp,
  coalesce(u.memory_usage, c.memory_usage) AS memory_usage,
  coalesce(u.cpu_usage, c.cpu_usage) AS cpu_usage,
  c.first_seen,
  max(c.last_seen, coalesce(n.last_heard, 0)) AS last_seen,
  c.removed_at
FROM container c
LEFT JOIN usage u ON u.node = c.node AND u.container = c.id AND u.timestamp > c.timestamp
LEFT JOIN node n ON n.name = c.node AND c.removed_at IS NULL AND c.kind = 'container';

-- Where a container ran. While a placement is open (ended_at IS NULL), its state and last_seen are
-- in its container's row.
CREATE TABLE placement (
  seq INTEGER PRIMARY KEY,
  container TEXT NOT NULL,
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  node TEXT,
  service TEXT,
  task TEXT,
  slot INTEGER,
  image_digest TEXT,
  state TEXT,
  exit_code INTEGER,
  oom_killed INTEGER,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE INDEX placement_of ON placement (container, seq);
CREATE INDEX placement_of_slot ON placement (service, slot, seq);
CREATE INDEX placement_of_name ON placement (name, node, seq);

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

-- The change feed: one row per revision. A container's change is a copy of its row at that revision,
-- so that the newest copies up to a revision are the roster of that time.
CREATE TABLE change (
  revision INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  what TEXT NOT NULL,
  id TEXT,
  name TEXT,
  image TEXT,
  node TEXT,
  service TEXT,
  task TEXT,
  slot INTEGER,
  state TEXT,
  health TEXT,
  facts TEXT,
  timestamp INTEGER,
  memory_usage REAL,
  cpu_usage REAL,
  first_seen INTEGER,
  last_seen INTEGER,
  removed_at INTEGER
);
CREATE INDEX change_of ON change (id, revision) WHERE id IS NOT NULL;
CREATE INDEX change_at ON change (time);

-- The server processes that share this file.
CREATE TABLE replica (
  name TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  started INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) WITHOUT ROWID;
