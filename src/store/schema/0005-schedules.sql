-- Campaigns that leave later, that repeat, and that come of others.
ALTER TABLE campaigns ADD COLUMN repeat TEXT;
-- It was due and nobody sent it: a person is asked.
ALTER TABLE campaigns ADD COLUMN missed_at INTEGER;
-- What it is to its parent.
ALTER TABLE campaigns ADD COLUMN relation TEXT;
-- The campaign whose rows are still being copied into this one.
ALTER TABLE campaigns ADD COLUMN copy_of INTEGER;

-- However often a kill or a second tap asks for it, there is one.
CREATE UNIQUE INDEX campaigns_by_parent ON campaigns (parent_id, relation) WHERE relation IN ('next', 'retry');
