-- Times are nanoseconds since 1970. A migration only adds: old and new servers share the database
-- during a rolling update. COLLATE "C": the same order as SQLite's, whatever the system's locale.

-- One row: the revision of the newest change.
CREATE TABLE revision (value BIGINT NOT NULL);
INSERT INTO revision VALUES (0);
-- Notifies the feeds of all server processes, once per commit.
CREATE RULE revision_is_news AS ON UPDATE TO revision DO ALSO NOTIFY rollcall;

-- The roster. "facts" is the newest report as JSON, without its state and measurements. The columns
-- that SQL queries are separate. "words" is the text for searches, in lower case.
CREATE TABLE container (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  image TEXT COLLATE "C" NOT NULL,
  node TEXT COLLATE "C",
  service TEXT COLLATE "C",
  task TEXT COLLATE "C",
  slot INTEGER,
  kind TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C",
  health TEXT COLLATE "C",
  image_digest TEXT COLLATE "C",
  exit_code INTEGER,
  oom_killed INTEGER,
  facts TEXT NOT NULL,
  words TEXT COLLATE "C" NOT NULL,
  timestamp BIGINT NOT NULL,
  memory_usage DOUBLE PRECISION NOT NULL,
  cpu_usage DOUBLE PRECISION NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  removed_at BIGINT
);
CREATE INDEX container_by_name ON container (name, id);
CREATE INDEX container_on_node ON container (node) WHERE removed_at IS NULL;
-- A narrow covering index for text searches, which scan all rows.
CREATE INDEX container_by_words ON container (name, id, words);

CREATE TABLE node (
  name TEXT COLLATE "C" PRIMARY KEY,
  address TEXT COLLATE "C",
  last_heard BIGINT NOT NULL,
  agent_version TEXT COLLATE "C" NOT NULL,
  engine_version TEXT COLLATE "C",
  -- Digest of its agent's last list, since when the node is stale, when the agent stopped.
  digest TEXT COLLATE "C",
  stale_since BIGINT,
  left_at BIGINT
);

-- The measurements of the heartbeats, separate from the wide rows of the roster and clustered by
-- node, so that a heartbeat writes few pages instead of one per container. Half of each page stays
-- free for new versions of its rows (HOT updates), so that no index changes.
CREATE TABLE usage (
  node TEXT COLLATE "C" NOT NULL,
  container TEXT COLLATE "C" NOT NULL,
  timestamp BIGINT NOT NULL,
  memory_usage DOUBLE PRECISION NOT NULL,
  cpu_usage DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (node, container)
) WITH (fillfactor = 50);

-- The containers with their newest measurements. An existing container was last seen at the newest
-- message of its node's agent.
CREATE VIEW roster AS
SELECT c.id, c.name, c.image, c.node, c.service, c.task, c.slot, c.state, c.health, c.image_digest,
  c.exit_code, c.oom_killed, c.facts,
  coalesce(u.timestamp, c.timestamp) AS timestamp,
  coalesce(u.memory_usage, c.memory_usage) AS memory_usage,
  coalesce(u.cpu_usage, c.cpu_usage) AS cpu_usage,
  c.first_seen,
  greatest(c.last_seen, coalesce(n.last_heard, 0)) AS last_seen,
  c.removed_at, c.words
FROM container c
LEFT JOIN usage u ON u.node = c.node AND u.container = c.id AND u.timestamp > c.timestamp
LEFT JOIN node n ON n.name = c.node AND c.removed_at IS NULL AND c.kind = 'container';

-- Where a container ran. While a placement is open (ended_at IS NULL), its state and last_seen are
-- in its container's row.
CREATE TABLE placement (
  seq BIGINT PRIMARY KEY,
  container TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  image TEXT COLLATE "C" NOT NULL,
  node TEXT COLLATE "C",
  service TEXT COLLATE "C",
  task TEXT COLLATE "C",
  slot INTEGER,
  image_digest TEXT COLLATE "C",
  state TEXT COLLATE "C",
  exit_code INTEGER,
  oom_killed INTEGER,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX placement_of ON placement (container, seq);
CREATE INDEX placement_of_slot ON placement (service, slot, seq);
CREATE INDEX placement_of_name ON placement (name, node, seq);

-- Reports as posted, in the order of arrival.
CREATE TABLE report (
  seq BIGINT PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL,
  timestamp BIGINT NOT NULL,
  posted_timestamp TEXT COLLATE "C",
  name TEXT COLLATE "C" NOT NULL,
  image TEXT COLLATE "C" NOT NULL,
  memory_usage DOUBLE PRECISION NOT NULL,
  cpu_usage DOUBLE PRECISION NOT NULL
);
CREATE UNIQUE INDEX report_once ON report (id, timestamp);

-- The change feed: one row per revision. A container's change is a copy of its row at that revision,
-- so that the newest copies up to a revision are the roster of that time.
CREATE TABLE change (
  revision BIGINT PRIMARY KEY,
  time BIGINT NOT NULL,
  what TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C",
  name TEXT COLLATE "C",
  image TEXT COLLATE "C",
  node TEXT COLLATE "C",
  service TEXT COLLATE "C",
  task TEXT COLLATE "C",
  slot INTEGER,
  state TEXT COLLATE "C",
  health TEXT COLLATE "C",
  facts TEXT,
  timestamp BIGINT,
  memory_usage DOUBLE PRECISION,
  cpu_usage DOUBLE PRECISION,
  first_seen BIGINT,
  last_seen BIGINT,
  removed_at BIGINT
);
CREATE INDEX change_of ON change (id, revision) WHERE id IS NOT NULL;
CREATE INDEX change_at ON change (time);

-- The server processes that share this database.
CREATE TABLE replica (
  name TEXT COLLATE "C" PRIMARY KEY,
  version TEXT COLLATE "C" NOT NULL,
  started BIGINT NOT NULL,
  last_seen BIGINT NOT NULL
);
