-- What became of each planned run of a schedule; times as in V1.
CREATE TABLE firings (
  process_key VARCHAR(160) NOT NULL,
  process     VARCHAR(160) NOT NULL,
  planned_at  BIGINT       NOT NULL,
  cause       VARCHAR(16)  NOT NULL,
  outcome     VARCHAR(16)  NOT NULL,
  run         VARCHAR(26),
  reason_code TEXT         NOT NULL,
  reason_text TEXT         NOT NULL,
  started_at  BIGINT,
  PRIMARY KEY (process_key, planned_at)
);
