-- Times are nanoseconds since 1970-01-01T00:00Z; *_key columns are names in lower case.

CREATE TABLE definitions (
  process_key VARCHAR(160) NOT NULL PRIMARY KEY,
  process     VARCHAR(160) NOT NULL,
  project     TEXT         NOT NULL,
  definition  TEXT         NOT NULL,
  wanted      VARCHAR(8)   NOT NULL,
  updated_at  BIGINT       NOT NULL
);

CREATE TABLE runs (
  run         VARCHAR(26)  NOT NULL PRIMARY KEY,
  process_key VARCHAR(160) NOT NULL,
  process     VARCHAR(160) NOT NULL,
  began_at    BIGINT       NOT NULL,
  reason_code TEXT         NOT NULL,
  reason_text TEXT         NOT NULL,
  ended_at    BIGINT,
  up_nanos    BIGINT,
  exit_text   TEXT
);
CREATE INDEX runs_of_process ON runs (process_key, run);

CREATE TABLE events (
  sequence    INTEGER      NOT NULL PRIMARY KEY,
  happened_at BIGINT       NOT NULL,
  process_key VARCHAR(160),
  process     VARCHAR(160),
  run         VARCHAR(26),
  what        TEXT         NOT NULL,
  reason_code TEXT         NOT NULL,
  reason_text TEXT         NOT NULL,
  actor       TEXT         NOT NULL,
  via         TEXT         NOT NULL,
  details     TEXT         NOT NULL
);
CREATE INDEX events_of_process ON events (process_key, sequence);
CREATE INDEX events_by_time ON events (happened_at);

-- One row: everything in the journal up to this sequence number is in the tables above.
CREATE TABLE feed_position (
  id       INTEGER NOT NULL PRIMARY KEY,
  sequence BIGINT  NOT NULL
);
