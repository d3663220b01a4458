-- JSON: the day that caps count on, noted when the business's zone was changed: it may be longer than the clock's.
ALTER TABLE accounts ADD COLUMN counting_day TEXT;
