-- The measurements that come with every heartbeat, apart from the wide rows of the roster: those of
-- one node lie side by side, so that a heartbeat writes a few pages instead of one a container.
CREATE TABLE usage (
  node TEXT NOT NULL,
  container TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  memory_usage REAL NOT NULL,
  cpu_usage REAL NOT NULL,
  PRIMARY KEY (node, container)
) WITHOUT ROWID;

-- The containers with their newest measurements. One that exists was last seen when its node's agent
-- was last heard.
CREATE VIEW roster AS
SELECT c.id, c.name, c.image, c.node, c.service, c.task, c.slot, c.state, c.facts,
  coalesce(u.timestamp, c.timestamp) AS timestamp,
  coalesce(u.memory_usage, c.memory_usage) AS memory_usage,
  coalesce(u.cpu_usage, c.cpu_usage) AS cpu_usage,
  c.first_seen,
  max(c.last_seen, coalesce(n.last_heard, 0)) AS last_seen,
  c.removed_at
FROM container c
LEFT JOIN usage u ON u.node = c.node AND u.container = c.id AND u.timestamp > c.timestamp
LEFT JOIN node n ON n.name = c.node AND c.removed_at IS NULL AND c.facts ->> 'kind' = 'container';

-- What a search looks through, in lower case: in one narrow index, since a rare text is looked for
-- in every row.
ALTER TABLE container ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE container SET words = lower(id || ' ' || name || ' ' || image || ' ' || coalesce(node, '')
  || ' ' || coalesce(service, ''));
CREATE INDEX container_by_words ON container (name, id, words);
