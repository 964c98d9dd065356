-- format 1.2: the orders of a record in a few bytes, so that no question about days or orders reads every line

ALTER TABLE record_sum ADD COLUMN history BLOB;      -- day and amount of each order (history.h); NULL: not made yet
