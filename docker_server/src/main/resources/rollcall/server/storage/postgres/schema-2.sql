-- The request log, a ring buffer in the order of writing, see RequestTable.
CREATE TABLE request (
  seq BIGINT PRIMARY KEY,
  time BIGINT NOT NULL,
  caller TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  duration_ms DOUBLE PRECISION NOT NULL,
  replica TEXT COLLATE "C" NOT NULL
);
CREATE INDEX request_by_time ON request (time);
