-- An update whose handling a kill has cut comes again: once more it is taken, but not for ever.
ALTER TABLE updates_seen ADD COLUMN done INTEGER NOT NULL DEFAULT 1;
ALTER TABLE updates_seen ADD COLUMN tries INTEGER NOT NULL DEFAULT 1;
