-- What keeps an account within its limits.

-- Caps begin again when WhatsApp restricted the account.
ALTER TABLE accounts ADD COLUMN restricted_at INTEGER;

-- JSON: when the campaign's day ends and by when it should be out; why it waits; the stops that a person overruled.
ALTER TABLE campaigns ADD COLUMN closing TEXT;
ALTER TABLE campaigns ADD COLUMN waits TEXT;
ALTER TABLE campaigns ADD COLUMN overruled TEXT;

-- A wait for quiet hours is the campaign's now: people of another one may be awake.
DELETE FROM holds WHERE reason = 'quiet-hours';

-- The health of the account: signs of trouble by day, so that a restart doesn't forget them. Campaign 0: none.
CREATE TABLE signals_per_day (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  day TEXT NOT NULL,
  campaign_id INTEGER NOT NULL,
  signal TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (account_id, day, campaign_id, signal)
) STRICT, WITHOUT ROWID;
-- JSON: what WhatsApp last said about new chats.
ALTER TABLE accounts ADD COLUMN quota TEXT;
-- Why the campaign goes at half its pace.
ALTER TABLE campaigns ADD COLUMN slowed TEXT;
