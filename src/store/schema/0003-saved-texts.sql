-- Messages that operators keep for later; all operators of an account share them. Numbers are never given twice, so
-- that an old button can't mean another text.
CREATE TABLE saved_texts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  -- The name as it is compared: two that read the same are one.
  folded TEXT NOT NULL,
  content TEXT NOT NULL,
  saved_by INTEGER NOT NULL,
  saved_by_name TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  UNIQUE (account_id, folded)
) STRICT;
