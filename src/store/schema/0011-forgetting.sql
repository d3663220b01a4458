-- Who is being forgotten: a person goes from rows, keys and files one after the other, and whoever is killed in between
-- goes on at the next start. The row goes last.
CREATE TABLE forgetting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  phone TEXT,
  lid TEXT
) STRICT;
-- Each intent asks for the hashes of its own people only.
CREATE INDEX opt_outs_lid_hashed ON opt_outs (account_id, lid_hash) WHERE lid_hash IS NOT NULL;
