-- crm store, format 1.0.  What a source said is a record; a customer is a group of records;
-- facts hang on records, so that a merge moves no fact.  man5/crm-store.5 promises the views.
-- created_op, changed_op: the operations that inserted and that last changed a row; undo reads them.
-- Days are days since 1970-01-01, instants UTC seconds, money integer yen, unknown is NULL.

CREATE TABLE operation (             -- append-only, a hash chain; the audit trail
  operation_id INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  kind         TEXT NOT NULL,        -- import merge mailout undo … or read
  program      TEXT NOT NULL,
  version      TEXT NOT NULL,
  args         TEXT NOT NULL,        -- JSON array
  why          TEXT NOT NULL,
  login        TEXT NOT NULL,
  uid          INTEGER NOT NULL,
  sudo_user    TEXT NOT NULL,
  host         TEXT NOT NULL,
  machine      TEXT NOT NULL,
  tty          TEXT NOT NULL,
  remote       TEXT NOT NULL,        -- SSH_CLIENT or REMOTE_ADDR
  undoes       INTEGER REFERENCES operation,
  counts       TEXT NOT NULL,        -- JSON object: rows by table and action
  input_sha    BLOB,
  output_sha   BLOB,
  change_sha   BLOB,                 -- of all changesets of this operation
  next_customer INTEGER NOT NULL,    -- customer ids are never given twice, even after an undo
  prev         BLOB NOT NULL,
  hash         BLOB NOT NULL
) STRICT;

CREATE TABLE receipt (               -- what a reader gave out, known when it ended
  operation_id INTEGER PRIMARY KEY REFERENCES operation,
  at           INTEGER NOT NULL,
  rows         INTEGER NOT NULL,
  output_sha   BLOB NOT NULL,
  hash         BLOB NOT NULL
) STRICT;

CREATE TABLE change (                -- the undo stack: changesets of SQLite's session extension
  operation_id INTEGER NOT NULL REFERENCES operation DEFERRABLE INITIALLY DEFERRED,
  part         INTEGER NOT NULL,
  changeset    BLOB NOT NULL,
  PRIMARY KEY (operation_id, part)
) STRICT;

CREATE TABLE source (                -- a system that delivers records
  source_id INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  trust     INTEGER NOT NULL,        -- higher wins when values are chosen; manual is 100
  created_op INTEGER NOT NULL
) STRICT;

CREATE TABLE layout (                -- the header of a delivery: names the cells of record.raw
  layout_id INTEGER PRIMARY KEY,
  header    TEXT NOT NULL UNIQUE,    -- JSON array
  created_op INTEGER NOT NULL
) STRICT;

CREATE TABLE customer (              -- the golden record: values chosen from its records
  customer_id INTEGER PRIMARY KEY,
  name TEXT, kana TEXT, company TEXT, postal TEXT, prefecture TEXT, city TEXT, address TEXT,
  building TEXT, phone TEXT, mobile TEXT, email TEXT, birthday TEXT, gender TEXT, joined TEXT,
  household_id INTEGER,
  origin       TEXT,                 -- JSON: field -> record_id; NULL = all from its only record
  created_op   INTEGER NOT NULL,
  changed_op   INTEGER NOT NULL
) STRICT;

CREATE TABLE record (                -- one person as one source knows it
  record_id   INTEGER PRIMARY KEY,
  source_id   INTEGER NOT NULL REFERENCES source,
  key         TEXT NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer,
  name TEXT, kana TEXT, company TEXT, postal TEXT, prefecture TEXT, city TEXT, address TEXT,
  building TEXT, phone TEXT, mobile TEXT, email TEXT, birthday TEXT, gender TEXT, joined TEXT,
  note        TEXT,
  custom      TEXT,                  -- JSON object of columns without a home here
  layout_id   INTEGER NOT NULL REFERENCES layout,
  raw         TEXT NOT NULL,         -- JSON array: the cells as delivered, in the layout's order
  digest      INTEGER NOT NULL,      -- of the cells, layout and rules: equal = nothing to do
  file        TEXT NOT NULL,
  line        INTEGER NOT NULL,
  delivered_op INTEGER NOT NULL,     -- brought the values; a merge changes the row, not them
  created_op  INTEGER NOT NULL,
  changed_op  INTEGER NOT NULL,
  UNIQUE (source_id, key)
) STRICT;
CREATE INDEX record_customer ON record (customer_id);

CREATE TABLE alias (                 -- an absorbed customer id still finds its survivor
  customer_id INTEGER PRIMARY KEY,
  survivor_id INTEGER NOT NULL,
  changed_op  INTEGER NOT NULL
) STRICT;
CREATE INDEX alias_survivor ON alias (survivor_id);

CREATE TABLE decision (              -- said by a person or by a merge; record_a < record_b
  record_a   INTEGER NOT NULL REFERENCES record,
  record_b   INTEGER NOT NULL REFERENCES record,
  same       INTEGER NOT NULL,       -- 1 the same person, 0 not the same
  score      REAL,
  reason     TEXT NOT NULL,
  changed_op INTEGER NOT NULL,
  PRIMARY KEY (record_a, record_b)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_b ON decision (record_b);

CREATE TABLE consent (               -- append-only; the latest of a record and channel counts
  consent_id INTEGER PRIMARY KEY,
  record_id  INTEGER NOT NULL REFERENCES record,
  channel    TEXT NOT NULL,          -- mail post phone sms
  purpose    TEXT NOT NULL,          -- ad
  granted    INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  method     TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  created_op INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_record ON consent (record_id);

CREATE TABLE suppression (           -- addresses that must get nothing of this scope
  address    TEXT NOT NULL,          -- email.key
  scope      TEXT NOT NULL,          -- ad or all
  reason     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  evidence   TEXT NOT NULL,
  created_op INTEGER NOT NULL,
  PRIMARY KEY (address, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
  product_id   INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  name         TEXT,
  category     TEXT,
  price        INTEGER,
  stock        INTEGER,              -- NULL: not kept
  discontinued INTEGER NOT NULL DEFAULT 0,
  custom       TEXT,
  created_op   INTEGER NOT NULL,
  changed_op   INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (                -- record_id is looked up by its key at import; a foreign key would look again,
  order_id   INTEGER PRIMARY KEY,    -- at random in the largest table
  source_id  INTEGER NOT NULL REFERENCES source,
  key        TEXT NOT NULL,
  record_id  INTEGER NOT NULL,       -- of record
  day        INTEGER NOT NULL,
  second     INTEGER,                -- of the shop's day
  status     TEXT,                   -- NULL: valid; cancelled orders count nowhere
  lines      INTEGER NOT NULL,
  created_op INTEGER NOT NULL,
  changed_op INTEGER NOT NULL,
  UNIQUE (source_id, key)
) STRICT;

CREATE INDEX orders_void ON orders (record_id) WHERE status IS NOT NULL;

CREATE TABLE order_line (            -- clustered by person and day: sums stream
  record_id  INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  order_id   INTEGER NOT NULL,
  line       INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  quantity   INTEGER NOT NULL,
  unit_price INTEGER,
  amount     INTEGER NOT NULL,       -- what was paid for the line; refunds are negative
  PRIMARY KEY (record_id, day, order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_sum (            -- derived from order_line, kept by each import
  record_id INTEGER PRIMARY KEY,
  orders    INTEGER NOT NULL,
  lines     INTEGER NOT NULL,
  amount    INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day  INTEGER NOT NULL
) STRICT;

CREATE TABLE campaign (
  campaign_id  INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  class        TEXT NOT NULL,        -- ad or tx
  template_sha BLOB NOT NULL,
  via          TEXT NOT NULL,
  created_op   INTEGER NOT NULL,
  changed_op   INTEGER NOT NULL
) STRICT;

CREATE TABLE delivery (              -- the ledger: one message a mailbox and campaign
  campaign_id INTEGER NOT NULL REFERENCES campaign,
  rcpt_key    TEXT NOT NULL,         -- email.key
  record_id   INTEGER NOT NULL REFERENCES record,
  address     TEXT NOT NULL,
  state       TEXT NOT NULL,         -- queued sent failed unknown
  message_id  TEXT NOT NULL,
  message     BLOB NOT NULL,         -- as composed at planning; the same bytes whatever happens
  at          INTEGER NOT NULL,
  detail      TEXT,
  created_op  INTEGER NOT NULL,
  changed_op  INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, rcpt_key)
) STRICT;
CREATE INDEX delivery_record ON delivery (record_id);

CREATE TRIGGER operation_kept BEFORE DELETE ON operation BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER operation_fixed BEFORE UPDATE ON operation BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- the public face -----------------------------------------------------------------------------

CREATE VIEW v_customer AS
SELECT c.customer_id, c.name, c.kana, c.company, c.postal, c.prefecture, c.city, c.address, c.building,
       c.phone, c.mobile, c.email, c.birthday, c.gender, c.joined, c.household_id
FROM customer c;

CREATE VIEW v_record AS
SELECT s.name || ':' || r.key AS record_id, s.name AS source, r.key AS source_id, r.customer_id,
       r.name, r.kana, r.company, r.postal, r.prefecture, r.city, r.address, r.building,
       r.phone, r.mobile, r.email, r.birthday, r.gender, r.joined, r.note, r.custom, r.file, r.line,
       r.created_op, r.changed_op
FROM record r JOIN source s USING (source_id);

CREATE VIEW v_identity AS
SELECT s.name AS source, r.key AS source_id, r.customer_id
FROM record r JOIN source s USING (source_id);

CREATE VIEW v_raw AS                 -- every cell as the source delivered it
SELECT s.name AS source, r.key AS source_id, h.value AS "column", v.value AS value, r.file, r.line
FROM record r JOIN source s USING (source_id) JOIN layout l USING (layout_id),
     json_each(l.header) h, json_each(r.raw) v
WHERE h.key = v.key;

CREATE VIEW v_product AS
SELECT key AS product_id, name, category, price, stock, discontinued, custom FROM product;

CREATE VIEW v_order AS
SELECT s.name AS source, o.key AS order_id, r.customer_id, r.key AS source_id,
       date(o.day * 86400, 'unixepoch') AS date, time(o.second, 'unixepoch') AS time, o.status, o.lines,
       (SELECT sum(l.amount) FROM order_line l
        WHERE l.record_id = o.record_id AND l.day = o.day AND l.order_id = o.order_id) AS amount
FROM orders o JOIN source s USING (source_id) JOIN record r USING (record_id);

CREATE VIEW v_order_line AS
SELECT s.name AS source, o.key AS order_id, l.line, r.customer_id, r.key AS source_id,
       date(l.day * 86400, 'unixepoch') AS date, p.key AS product_id, l.quantity, l.unit_price, l.amount
FROM order_line l JOIN orders o USING (order_id) JOIN source s USING (source_id)
     JOIN record r ON r.record_id = l.record_id JOIN product p USING (product_id);

CREATE VIEW v_sum AS                 -- per customer, all channels together
SELECT r.customer_id, sum(m.orders) AS orders, sum(m.lines) AS lines, sum(m.amount) AS amount,
       date(min(m.first_day) * 86400, 'unixepoch') AS first_date,
       date(max(m.last_day) * 86400, 'unixepoch') AS last_date
FROM record_sum m JOIN record r USING (record_id) GROUP BY r.customer_id;

CREATE VIEW v_alias AS SELECT customer_id, survivor_id FROM alias;

CREATE VIEW v_consent AS
SELECT r.customer_id, s.name AS source, r.key AS source_id, c.channel, c.purpose, c.granted,
       datetime(c.at, 'unixepoch') AS at, c.method, c.evidence
FROM consent c JOIN record r USING (record_id) JOIN source s USING (source_id);

CREATE VIEW v_delivery AS
SELECT p.key AS campaign, r.customer_id, d.address, d.state, d.message_id, datetime(d.at, 'unixepoch') AS at, d.detail
FROM delivery d JOIN campaign p USING (campaign_id) JOIN record r USING (record_id);

CREATE VIEW v_operation AS
SELECT o.operation_id, datetime(o.at, 'unixepoch') AS at, o.kind, o.program, o.args, o.why, o.login, o.host, o.tty,
       o.counts, o.undoes, (SELECT max(u.operation_id) FROM operation u WHERE u.undoes = o.operation_id) AS undone_by
FROM operation o;
