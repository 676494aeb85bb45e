-- A node is identified by its engine's id. "name" is a unique label: the hostname, unless another node
-- has it.
ALTER TABLE node ADD COLUMN hostname TEXT COLLATE "C";
ALTER TABLE node ADD COLUMN engine_id TEXT COLLATE "C";
ALTER TABLE node ADD COLUMN swarm_node TEXT COLLATE "C";
-- The order of its agent's messages: the agent's run, the sequence number of its newest message, the
-- runs that it superseded, and the number of all messages.
ALTER TABLE node ADD COLUMN run TEXT COLLATE "C";
ALTER TABLE node ADD COLUMN sequence BIGINT;
ALTER TABLE node ADD COLUMN superseded TEXT COLLATE "C";
ALTER TABLE node ADD COLUMN beats BIGINT;
-- A superseded run that still sends: since when, and its newest message.
ALTER TABLE node ADD COLUMN rival TEXT COLLATE "C";
ALTER TABLE node ADD COLUMN rival_since BIGINT;
ALTER TABLE node ADD COLUMN rival_at BIGINT;
-- The number of containers that its engine lists, and of those that could not be inspected.
ALTER TABLE node ADD COLUMN listed INTEGER;
ALTER TABLE node ADD COLUMN unread INTEGER;
CREATE INDEX node_of_engine ON node (engine_id);
CREATE INDEX node_of_run ON node (run);
CREATE INDEX node_of_host ON node (hostname);
-- The id on its engine, if another node has a container of that id.
ALTER TABLE container ADD COLUMN engine_id TEXT COLLATE "C";
CREATE INDEX container_process ON container (last_seen) WHERE kind = 'process' AND removed_at IS NULL;
-- The newest measurement is the one that arrived last, whatever its timestamp.
CREATE OR REPLACE VIEW roster AS
SELECT c.id, c.name, c.image, c.node, c.service, c.task, c.slot, c.state, c.health, c.image_digest,
  c.exit_code, c.oom_killed, c.facts,
  coalesce(u.timestamp, c.timestamp) AS timestamp,
  coalesce(u.memory_usage, c.memory_usage) AS memory_usage,
  coalesce(u.cpu_usage, c.cpu_usage) AS cpu_usage,
  c.first_seen,
  greatest(c.last_seen, coalesce(n.last_heard, 0)) AS last_seen,
  c.removed_at, c.words
FROM container c
LEFT JOIN usage u ON u.node = c.node AND u.container = coalesce(c.engine_id, c.id)
  AND c.removed_at IS NULL
LEFT JOIN node n ON n.name = c.node AND c.removed_at IS NULL AND c.kind = 'container';
