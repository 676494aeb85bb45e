-- Time of the last list by the node's clock, to detect delayed and repeated lists.
ALTER TABLE node ADD COLUMN listed_at INTEGER;
