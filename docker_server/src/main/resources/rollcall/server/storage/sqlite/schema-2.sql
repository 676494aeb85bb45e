-- The change feed: one row a revision. A container's change is a copy of its row as of then, so
-- that the newest copies up to a revision are the roster of that time.
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

-- Set while a node's agent is overdue.
ALTER TABLE node ADD COLUMN stale_since INTEGER;
-- What its agent's last list was, and when the agent said goodbye.
ALTER TABLE node ADD COLUMN digest TEXT;
ALTER TABLE node ADD COLUMN left_at INTEGER;

-- How it ended; while a placement is open, its container's row says so.
ALTER TABLE placement ADD COLUMN image_digest TEXT;
ALTER TABLE placement ADD COLUMN state TEXT;
ALTER TABLE placement ADD COLUMN exit_code INTEGER;
ALTER TABLE placement ADD COLUMN oom_killed INTEGER;
CREATE INDEX placement_of_slot ON placement (service, slot, seq);
CREATE INDEX placement_of_name ON placement (name, node, seq);
