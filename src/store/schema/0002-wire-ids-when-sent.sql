-- Wire ids are random, so that an index over all of them makes a long list write a page of the disk for each row.
-- Acks and receipts ask only for rows that were sent: those alone are indexed, when their intent is written.

CREATE TABLE recipients_new (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  account_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  written TEXT NOT NULL,
  phone TEXT,
  jid TEXT,
  lid TEXT,
  fields TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  detail TEXT,
  at_import INTEGER NOT NULL DEFAULT 0,
  wire_id TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER,
  parts INTEGER NOT NULL DEFAULT 1,
  acked INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  intended_at INTEGER,
  accepted_at INTEGER,
  delivered_at INTEGER,
  read_at INTEGER,
  failed_at INTEGER,
  UNIQUE (campaign_id, line)
) STRICT;
INSERT INTO recipients_new SELECT id, campaign_id, account_id, line, written, phone, jid, lid, fields, state, reason,
  detail, at_import, wire_id, tries, not_before, parts, acked, delivered, read, intended_at, accepted_at, delivered_at,
  read_at, failed_at FROM recipients;
-- Goes with its indexes and triggers; the counters stay as they are.
DROP TABLE recipients;
ALTER TABLE recipients_new RENAME TO recipients;

CREATE INDEX recipients_open ON recipients (campaign_id, state, line);
CREATE INDEX recipients_by_lid ON recipients (campaign_id, lid) WHERE lid IS NOT NULL;
CREATE INDEX recipients_by_phone ON recipients (account_id, phone) WHERE intended_at IS NOT NULL;
CREATE UNIQUE INDEX recipients_by_wire_id ON recipients (account_id, wire_id) WHERE intended_at IS NOT NULL;

-- Rows come in through `append` alone, which counts a whole batch with it.
CREATE TRIGGER recipients_removed AFTER DELETE ON recipients BEGIN
  UPDATE counters SET count = count - 1
  WHERE campaign_id = old.campaign_id AND state = old.state AND reason = ifnull(old.reason, '')
    AND at_import = old.at_import;
END;
CREATE TRIGGER recipients_moved AFTER UPDATE OF state, reason ON recipients
WHEN old.state <> new.state OR old.reason IS NOT new.reason BEGIN
  UPDATE counters SET count = count - 1
  WHERE campaign_id = old.campaign_id AND state = old.state AND reason = ifnull(old.reason, '')
    AND at_import = old.at_import;
  INSERT INTO counters VALUES (new.campaign_id, new.state, ifnull(new.reason, ''), new.at_import, 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;
