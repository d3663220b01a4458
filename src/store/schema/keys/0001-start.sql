-- WhatsApp's credentials, Signal keys, and what was opened with them.

CREATE TABLE credentials (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL) STRICT;

CREATE TABLE keys (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  plaintext BLOB NOT NULL,
  at INTEGER NOT NULL,
  attrs TEXT,
  handled_at INTEGER
) STRICT;
CREATE INDEX inbox_waiting ON inbox (number) WHERE handled_at IS NULL;
