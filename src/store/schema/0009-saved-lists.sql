-- Lists that operators keep for later, as messages are kept. Each has its own copy of the file.
CREATE TABLE saved_lists (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  content TEXT NOT NULL,
  saved_by INTEGER NOT NULL,
  saved_by_name TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  UNIQUE (account_id, folded)
) STRICT;
