-- format 1.1: which value of several a customer gets; absorbed ids hang on a record, so that a split takes them along

CREATE TABLE survivorship (          -- no row: the rules that came with the programs
  field      TEXT PRIMARY KEY,
  rules      TEXT NOT NULL,          -- trusted, newest, … as survivorship.tsv has them
  changed_op INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_household ON customer (household_id) WHERE household_id IS NOT NULL;

ALTER TABLE alias ADD COLUMN record_id INTEGER;      -- the first record that the absorbed customer had
