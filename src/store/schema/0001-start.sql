-- Times are milliseconds since the epoch. Lists of states stand in src/queue/recipient.ts and campaign.ts.

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  phone TEXT,
  linked_at INTEGER,
  owned_since INTEGER
) STRICT;
INSERT INTO accounts (id) VALUES (1);

CREATE TABLE holds (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  detail TEXT,
  PRIMARY KEY (account_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_per_day (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (account_id, day, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('campaign', 'test', 'answer', 'confirmation')),
  state TEXT NOT NULL,
  paused_by TEXT,
  name TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  due_at INTEGER,
  urgent INTEGER NOT NULL DEFAULT 0,
  parent_id INTEGER,
  list TEXT,
  fingerprint TEXT,
  content TEXT,
  parts INTEGER NOT NULL DEFAULT 1,
  pace TEXT,
  footer INTEGER NOT NULL DEFAULT 1,
  consent TEXT
) STRICT;
CREATE INDEX campaigns_by_state ON campaigns (account_id, state, kind);
CREATE INDEX campaigns_by_fingerprint ON campaigns (account_id, fingerprint) WHERE consent IS NOT NULL;

-- The durable queue: one row is one person's message.
CREATE TABLE recipients (
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
  UNIQUE (campaign_id, line),
  UNIQUE (account_id, wire_id)
) STRICT;
CREATE INDEX recipients_open ON recipients (campaign_id, state, line);
CREATE INDEX recipients_by_lid ON recipients (campaign_id, lid) WHERE lid IS NOT NULL;
CREATE INDEX recipients_by_phone ON recipients (account_id, phone) WHERE intended_at IS NOT NULL;

-- Rows by state, kept by the triggers below, so that a card never counts a million rows.
CREATE TABLE counters (
  campaign_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_import INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, state, reason, at_import)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER recipients_added AFTER INSERT ON recipients BEGIN
  INSERT INTO counters VALUES (new.campaign_id, new.state, ifnull(new.reason, ''), new.at_import, 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;
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

-- A person is a number, a LID, or both.
CREATE TABLE persons (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  phone TEXT,
  lid TEXT,
  UNIQUE (account_id, phone),
  UNIQUE (account_id, lid)
) STRICT;

CREATE TABLE opt_outs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  person_id INTEGER REFERENCES persons (id),
  -- Of somebody who asked to be forgotten: no number is kept, yet nobody writes to it again.
  phone_hash TEXT,
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  word TEXT,
  UNIQUE (person_id)
) STRICT;
CREATE INDEX opt_outs_hashed ON opt_outs (account_id, phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE known_numbers (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  phone TEXT NOT NULL,
  jid TEXT,
  lid TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, phone)
) STRICT, WITHOUT ROWID;

CREATE TABLE replies (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES persons (id),
  at INTEGER NOT NULL,
  name TEXT,
  text TEXT,
  kind TEXT NOT NULL,
  campaign_id INTEGER,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_by_campaign ON replies (account_id, campaign_id, at);

CREATE TABLE members (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'operator')),
  since INTEGER NOT NULL,
  language TEXT,
  plain INTEGER NOT NULL DEFAULT 0,
  replies INTEGER NOT NULL DEFAULT 1,
  blocked INTEGER NOT NULL DEFAULT 0,
  last_seen_at INTEGER
) STRICT;

CREATE TABLE invitations (
  code TEXT PRIMARY KEY,
  created_by INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  operator_id INTEGER,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  campaign_id INTEGER,
  detail TEXT
) STRICT;
CREATE INDEX audit_by_campaign ON audit (campaign_id, id);

CREATE TABLE cards (
  chat_id INTEGER NOT NULL,
  what TEXT NOT NULL,
  message_id INTEGER NOT NULL,
  thread_id INTEGER,
  drawn TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE updates_seen (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;

CREATE TABLE dialogues (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
