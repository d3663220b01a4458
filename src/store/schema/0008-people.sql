-- What operators do with people's answers, who waits for an operator's word, and what is kept as evidence.

-- Numbered in the order in which they came: each operator has been told up to one of them.
CREATE TABLE replies_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES persons (id),
  at INTEGER NOT NULL,
  name TEXT,
  text TEXT,
  kind TEXT NOT NULL,
  campaign_id INTEGER,
  UNIQUE (account_id, key)
) STRICT;
INSERT INTO replies_new (account_id, key, person_id, at, name, text, kind, campaign_id)
  SELECT account_id, key, person_id, at, name, text, kind, campaign_id FROM replies ORDER BY at, key;
DROP TABLE replies;
ALTER TABLE replies_new RENAME TO replies;
CREATE INDEX replies_by_campaign ON replies (account_id, campaign_id, at);
CREATE INDEX replies_by_person ON replies (person_id);
CREATE INDEX replies_by_time ON replies (account_id, at);

-- Those of before this release were told when they came.
CREATE TABLE reply_readers (
  chat_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  told INTEGER NOT NULL,
  PRIMARY KEY (chat_id, account_id)
) STRICT, WITHOUT ROWID;
INSERT INTO reply_readers SELECT m.id, a.id, (SELECT ifnull(max(id), 0) FROM replies)
  FROM members m CROSS JOIN accounts a;

CREATE TABLE reply_mutes (
  chat_id INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  PRIMARY KEY (chat_id, campaign_id)
) STRICT, WITHOUT ROWID;

-- Whom a message of an operator's chat shows: who replies to it writes to that person.
CREATE TABLE shown_people (
  chat_id INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  reply_id INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shown_people_by_person ON shown_people (person_id);

-- Short names of persons for buttons, where a number must never stand.
CREATE TABLE person_refs (
  ref TEXT PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES persons (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_refs_by_person ON person_refs (person_id);

-- Why no campaign writes to a person until an operator has decided; stays as a record when decided.
CREATE TABLE doubts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  about TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  decided_at INTEGER,
  decision TEXT,
  UNIQUE (account_id, key)
) STRICT;
CREATE INDEX doubts_open ON doubts (person_id) WHERE decided_at IS NULL;
CREATE INDEX doubts_by_person ON doubts (person_id);

-- Every no and every yes again, for who must show them later; the list itself knows only those in force.
CREATE TABLE opt_out_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  source TEXT NOT NULL,
  word TEXT,
  by_name TEXT
) STRICT;
CREATE INDEX opt_out_history_by_person ON opt_out_history (person_id);
INSERT INTO opt_out_history (account_id, person_id, at, what, source, word)
  SELECT account_id, person_id, at, 'out', source, word FROM opt_outs WHERE person_id IS NOT NULL;

-- The campaign that a no answered, so that its figures need nobody's number.
ALTER TABLE opt_outs ADD COLUMN campaign_id INTEGER;
UPDATE opt_outs SET campaign_id = (SELECT r.campaign_id FROM persons p
    JOIN recipients r ON r.account_id = p.account_id AND r.phone = p.phone AND r.intended_at IS NOT NULL
    JOIN campaigns c ON c.id = r.campaign_id AND c.kind = 'campaign'
  WHERE p.id = opt_outs.person_id AND r.intended_at <= opt_outs.at ORDER BY r.intended_at DESC LIMIT 1)
WHERE source = 'message';
-- A forgotten person of whom no number was known.
ALTER TABLE opt_outs ADD COLUMN lid_hash TEXT;
CREATE INDEX opt_outs_by_campaign ON opt_outs (campaign_id) WHERE campaign_id IS NOT NULL;

-- When a person was last met, so that who is met no more can be let go.
ALTER TABLE persons ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE persons SET seen_at = unixepoch() * 1000;

-- An answer is made once of the message that asks for it.
CREATE UNIQUE INDEX campaigns_answers ON campaigns (account_id, name) WHERE kind = 'answer';

-- The numbers and values of an ended campaign's people were let go then; its rows still count.
ALTER TABLE campaigns ADD COLUMN anonymised_at INTEGER;
