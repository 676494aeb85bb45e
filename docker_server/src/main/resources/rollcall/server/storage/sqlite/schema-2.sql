-- The request log, a ring buffer in the order of writing, see RequestTable.
CREATE TABLE request (
  seq INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  caller TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  replica TEXT NOT NULL
);
CREATE INDEX request_by_time ON request (time);
