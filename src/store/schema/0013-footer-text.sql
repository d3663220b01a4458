-- The footer as it was when the campaign began: what is sent again under the same id says the same.
ALTER TABLE campaigns ADD COLUMN footer_text TEXT;
