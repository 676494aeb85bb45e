-- When its agent took the last list, by the node's own clock: an older one comes late, or again.
ALTER TABLE node ADD COLUMN listed_at INTEGER;
