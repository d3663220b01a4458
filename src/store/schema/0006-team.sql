-- Who is here only because the settings list them goes when that line goes.
ALTER TABLE members ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
