-- JSON: copies of what was sent wait for the account's own phone, since when, and what was told of it.
ALTER TABLE accounts ADD COLUMN phone_away TEXT;
