-- What happened when, by the minute: a chart never reads a million rows, and stays when rows are forgotten. Each fact
-- counts at its own time; a receipt without an ack proves what came before it, at the same time.
CREATE TABLE by_minute (
  minute INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (minute, campaign_id)
) STRICT, WITHOUT ROWID;

INSERT INTO by_minute SELECT minute, campaign_id, sum(sent), sum(delivered), sum(read), sum(failed) FROM (
  SELECT coalesce(accepted_at, delivered_at, read_at) / 60000 AS minute, campaign_id, 1 AS sent, 0 AS delivered,
    0 AS read, 0 AS failed FROM recipients WHERE coalesce(accepted_at, delivered_at, read_at) IS NOT NULL
  UNION ALL
  SELECT coalesce(delivered_at, read_at) / 60000, campaign_id, 0, 1, 0, 0 FROM recipients
    WHERE coalesce(delivered_at, read_at) IS NOT NULL
  UNION ALL
  SELECT read_at / 60000, campaign_id, 0, 0, 1, 0 FROM recipients WHERE read_at IS NOT NULL
  UNION ALL
  SELECT failed_at / 60000, campaign_id, 0, 0, 0, 1 FROM recipients WHERE state = 'failed' AND failed_at IS NOT NULL
) GROUP BY minute, campaign_id;

-- One of the three times is written at a time.
CREATE TRIGGER recipients_timed AFTER UPDATE OF accepted_at, delivered_at, read_at ON recipients
WHEN (old.accepted_at IS NULL AND new.accepted_at IS NOT NULL AND coalesce(old.delivered_at, old.read_at) IS NULL)
  OR (old.delivered_at IS NULL AND new.delivered_at IS NOT NULL AND old.read_at IS NULL)
  OR (old.read_at IS NULL AND new.read_at IS NOT NULL) BEGIN
  INSERT INTO by_minute (minute, campaign_id, sent, delivered, read) VALUES (
    coalesce(iif(old.read_at IS NULL, new.read_at, NULL), iif(old.delivered_at IS NULL, new.delivered_at, NULL),
      new.accepted_at) / 60000,
    new.campaign_id,
    coalesce(old.accepted_at, old.delivered_at, old.read_at) IS NULL,
    coalesce(old.delivered_at, old.read_at) IS NULL AND coalesce(new.delivered_at, new.read_at) IS NOT NULL,
    old.read_at IS NULL AND new.read_at IS NOT NULL)
  ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, delivered = delivered + excluded.delivered,
    read = read + excluded.read;
END;
CREATE TRIGGER recipients_failed AFTER UPDATE OF state ON recipients
WHEN new.state = 'failed' AND old.state <> 'failed' BEGIN
  INSERT INTO by_minute (minute, campaign_id, failed) VALUES (new.failed_at / 60000, new.campaign_id, 1)
  ON CONFLICT DO UPDATE SET failed = failed + 1;
END;
-- A late ack or receipt moves a row on that was given up.
CREATE TRIGGER recipients_unfailed AFTER UPDATE OF state ON recipients
WHEN old.state = 'failed' AND new.state <> 'failed' BEGIN
  UPDATE by_minute SET failed = failed - 1
  WHERE minute = old.failed_at / 60000 AND campaign_id = old.campaign_id;
END;

CREATE INDEX replies_by_time ON replies (account_id, at);
CREATE INDEX opt_outs_by_time ON opt_outs (account_id, at);
