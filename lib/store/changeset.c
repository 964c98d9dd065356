#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <crm/changeset.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/writer.h>

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 100000 };

struct crm_recorder {
	struct crm_store *store;
	sqlite3_session *session;      /* NULL until something is to be kept */
	struct crm_stmt *keep;
	struct crm_writer *show;
	int64_t id, parts, since;
	int on;
};

/* ---- column names, for showing ---- */

struct columns {
	char table[64];
	struct crm_fields names;
};

static int load_columns(struct crm_store *s, struct columns *c, const char *table)
{
	struct crm_stmt *st;
	int got;

	if (!strcmp(c->table, table))
		return 0;
	crm_fields_release(&c->names);
	snprintf(c->table, sizeof c->table, "%s", table);
	if (!(st = crm_stmt_prepare(s, "SELECT name FROM pragma_table_info(?1) ORDER BY cid")))
		return -1;
	crm_stmt_string(st, 1, table);
	while ((got = crm_stmt_step(st)) == 1)
		crm_fields_add(&c->names, crm_stmt_col_text(st, 0));
	crm_stmt_free(st);
	return got;
}

/* columns that say how a row came about, not what is known of a person */
static int internal(const char *name)
{
	static const char *const hidden[] = { "created_op", "changed_op", "digest", "raw", "layout_id", "file", "line",
					      "origin", "message", NULL };

	for (int i = 0; hidden[i]; i++)
		if (!strcmp(hidden[i], name))
			return 1;
	return 0;
}

static struct crm_cell cell_of(sqlite3_value *v)
{
	struct crm_cell c = { "", 0 };

	if (v && sqlite3_value_type(v) == SQLITE_BLOB)
		c.s = "(blob)", c.n = 6;
	else if (v && sqlite3_value_type(v) != SQLITE_NULL)
		c.s = (const char *)sqlite3_value_text(v), c.n = (size_t)sqlite3_value_bytes(v);
	return c;
}

/* the primary key of the change as text, parts joined by "/" */
static void key_text(sqlite3_changeset_iter *it, int op, int columns, struct crm_buf *out)
{
	unsigned char *pk;
	sqlite3_value *v;

	sqlite3changeset_pk(it, &pk, &columns);
	crm_buf_reset(out);
	for (int i = 0; i < columns; i++) {
		struct crm_cell c;

		if (!pk[i])
			continue;
		if ((op == SQLITE_INSERT ? sqlite3changeset_new(it, i, &v) : sqlite3changeset_old(it, i, &v)) != SQLITE_OK)
			continue;
		c = cell_of(v);
		if (out->n)
			crm_buf_putc(out, '/');
		crm_buf_add(out, c.s, c.n);
	}
}

static int show_fields(struct crm_writer *w, sqlite3_changeset_iter *it, int op, const struct columns *names,
		       const struct crm_buf *key)
{
	for (size_t i = 0; i < names->names.n; i++) {
		sqlite3_value *old = NULL, *new = NULL;
		struct crm_cell c[5] = { { names->table, strlen(names->table) }, { key->s, key->n } };

		if (internal(names->names.name[i]))
			continue;
		if (op != SQLITE_INSERT)
			sqlite3changeset_old(it, (int)i, &old);
		if (op != SQLITE_DELETE)
			sqlite3changeset_new(it, (int)i, &new);
		c[2] = (struct crm_cell){ names->names.name[i], strlen(names->names.name[i]) };
		c[3] = cell_of(old);
		c[4] = cell_of(new);
		/* an update's old key is there without a new one: not a change */
		if ((op == SQLITE_UPDATE && !new) || (!c[3].n && !c[4].n))
			continue;
		if (crm_writer_put(w, c, 5) != 0)
			return -1;
	}
	return 0;
}

static int show_changeset(struct crm_store *s, struct crm_writer *w, void *data, int n)
{
	sqlite3_changeset_iter *it;
	struct columns names = { .table = "" };
	struct crm_buf key = CRM_BUF_INIT;
	int rc = sqlite3changeset_start(&it, n, data);

	while (rc == SQLITE_OK && sqlite3changeset_next(it) == SQLITE_ROW) {
		const char *table;
		int columns, op, indirect;

		sqlite3changeset_op(it, &table, &columns, &op, &indirect);
		key_text(it, op, columns, &key);
		if (load_columns(s, &names, table) != 0 || show_fields(w, it, op, &names, &key) != 0)
			rc = SQLITE_ERROR;
	}
	sqlite3changeset_finalize(it);
	crm_fields_release(&names.names);
	crm_buf_release(&key);
	return rc == SQLITE_OK ? 0 : -1;
}

struct crm_writer *crm_changeset_writer(void)
{
	static const char *const names[] = { "table", "key", "field", "old", "new" };
	struct crm_writer_opts plain = { .to = CRM_TO_CSV };

	return crm_writer_open_names(stdout, names, sizeof names / sizeof *names, &plain);
}

/* ---- recording ---- */

struct crm_recorder *crm_recorder_new(struct crm_store *s, int64_t id, struct crm_writer *show)
{
	struct crm_recorder *r = crm_alloc(sizeof *r);

	r->store = s;
	r->id = id;
	r->show = show;
	return r;
}

/* the log itself is not undone */
static int wanted(void *unused, const char *table)
{
	(void)unused;
	return strcmp(table, "operation") && strcmp(table, "receipt") && strcmp(table, "change");
}

int crm_recorder_enable(struct crm_recorder *r, int on)
{
	int rc;

	if (on && !r->session) {
		rc = sqlite3session_create(crm_store_handle(r->store), "main", &r->session);
		if (rc != SQLITE_OK)
			return crm_store_fail(r->store, rc, "cannot keep the changes for undo");
		sqlite3session_table_filter(r->session, wanted, NULL);
		sqlite3session_attach(r->session, NULL);
		r->since = crm_store_changes(r->store);
	}
	if (r->session)
		sqlite3session_enable(r->session, on);
	r->on = on;
	return 0;
}

static int keep_part(struct crm_recorder *r, const void *data, int n)
{
	if (!r->keep && !(r->keep = crm_stmt_prepare(r->store, "INSERT INTO change VALUES (?1, ?2, ?3)")))
		return -1;
	crm_stmt_int(r->keep, 1, r->id);
	crm_stmt_int(r->keep, 2, ++r->parts);
	crm_stmt_blob(r->keep, 3, data, (size_t)n);
	return crm_stmt_run(r->keep);
}

static int close_part(struct crm_recorder *r)
{
	void *data = NULL;
	int n = 0, rc;

	if (!r->session)
		return 0;
	rc = sqlite3session_changeset(r->session, &n, &data);
	sqlite3session_delete(r->session);
	r->session = NULL;
	if (rc != SQLITE_OK)
		return crm_store_fail(r->store, rc, "cannot keep the changes for undo");
	rc = n == 0 ? 0 : r->show ? show_changeset(r->store, r->show, data, n) : keep_part(r, data, n);
	sqlite3_free(data);
	return rc;
}

int crm_recorder_step(struct crm_recorder *r)
{
	if (!r->session || crm_store_changes(r->store) - r->since < PART)
		return 0;
	return close_part(r) || (r->on && crm_recorder_enable(r, 1)) ? -1 : 0;
}

int crm_recorder_finish(struct crm_recorder *r)
{
	return close_part(r);
}

int64_t crm_recorder_parts(const struct crm_recorder *r)
{
	return r->parts;
}

void crm_recorder_free(struct crm_recorder *r)
{
	if (!r)
		return;
	if (r->session)
		sqlite3session_delete(r->session);
	crm_stmt_free(r->keep);
	free(r);
}

/* ---- undoing ---- */

struct undo {
	struct crm_writer *kept;
	int64_t conflicts;
	int failed;
};

static int keep_row(struct undo *u, sqlite3_changeset_iter *it, const char *reason)
{
	const char *table;
	int columns, op, indirect;
	struct crm_buf key = CRM_BUF_INIT;
	struct crm_cell c[3];

	sqlite3changeset_op(it, &table, &columns, &op, &indirect);
	key_text(it, op, columns, &key);
	c[0] = (struct crm_cell){ table, strlen(table) };
	c[1] = (struct crm_cell){ key.s, key.n };
	c[2] = (struct crm_cell){ reason, strlen(reason) };
	u->conflicts++;
	if (u->kept && crm_writer_put(u->kept, c, 3) != 0)
		u->failed = 1;
	crm_buf_release(&key);
	return u->failed ? SQLITE_CHANGESET_ABORT : SQLITE_CHANGESET_OMIT;
}

static int on_conflict(void *arg, int type, sqlite3_changeset_iter *it)
{
	struct undo *u = arg;

	switch (type) {
	case SQLITE_CHANGESET_DATA:
		return keep_row(u, it, "changed since");
	case SQLITE_CHANGESET_NOTFOUND:
		return keep_row(u, it, "removed since");
	default:
		/* Another row has its number or key, or refers to it: what hangs on it would hang on the wrong row. */
		crm_error("this operation cannot be undone: rows of later operations took its place or depend on it;"
			  " undo those first");
		u->failed = 1;
		return SQLITE_CHANGESET_ABORT;
	}
}

static int undo_part(struct crm_store *s, const void *part, size_t n, struct undo *u, int64_t *reversed)
{
	void *inverse = NULL;
	int size = 0;
	int64_t before = crm_store_changes(s);
	int rc = sqlite3changeset_invert((int)n, part, &size, &inverse);

	if (rc == SQLITE_OK)
		rc = sqlite3changeset_apply(crm_store_handle(s), size, inverse, NULL, on_conflict, u);
	sqlite3_free(inverse);
	*reversed += crm_store_changes(s) - before;
	if (rc != SQLITE_OK && !u->failed)
		return crm_store_fail(s, rc, "cannot undo");
	return u->failed ? -1 : 0;
}

int crm_changeset_undo(struct crm_store *s, int64_t id, struct crm_writer *kept, int64_t *reversed, int64_t *conflicts)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT changeset FROM change WHERE operation_id = ?1 ORDER BY part DESC");
	struct undo u = { .kept = kept };
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, id);
	while ((got = crm_stmt_step(st)) == 1) {
		size_t n;
		const void *part = crm_stmt_col_blob(st, 0, &n);

		if (undo_part(s, part, n, &u, reversed) != 0) {
			got = -1;
			break;
		}
	}
	crm_stmt_free(st);
	*conflicts += u.conflicts;
	return got;
}

/* ---- what was touched ---- */

struct touched {
	struct crm_store *store;
	const char *table;
	int first, last;
	size_t most;
	int64_t *key;
	size_t n, cap;
};

static int is_touched(sqlite3_changeset_iter *it, int op, const struct touched *t)
{
	for (int i = t->first; i <= t->last; i++) {
		sqlite3_value *new = NULL;

		if (op != SQLITE_UPDATE)
			return 1;
		if (sqlite3changeset_new(it, i, &new) == SQLITE_OK && new)
			return 1;
	}
	return 0;
}

/* 1, 0 when there are too many, -1 */
static int touch_rows(struct touched *t, const void *part, size_t n)
{
	sqlite3_changeset_iter *it;
	int rc = sqlite3changeset_start(&it, (int)n, (void *)(uintptr_t)part), got = 1, end;

	while (rc == SQLITE_OK && got == 1 && sqlite3changeset_next(it) == SQLITE_ROW) {
		const char *table;
		sqlite3_value *v = NULL;
		int columns, op, indirect;

		sqlite3changeset_op(it, &table, &columns, &op, &indirect);
		if (strcmp(table, t->table) || !is_touched(it, op, t))
			continue;
		rc = op == SQLITE_INSERT ? sqlite3changeset_new(it, 0, &v) : sqlite3changeset_old(it, 0, &v);
		CRM_GROW(t->key, t->n, t->cap);
		t->key[t->n++] = v ? sqlite3_value_int64(v) : 0;
		got = t->n <= t->most;
	}
	end = sqlite3changeset_finalize(it);           /* also says whether it ended where it should */
	rc = rc == SQLITE_OK ? end : rc;
	return rc == SQLITE_OK ? got : crm_store_fail(t->store, rc, "cannot read what was changed");
}

int crm_changeset_keys(struct crm_store *s, int64_t after, const char *without, const char *table, int first, int last,
		       size_t most, int64_t **key, size_t *n)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT changeset FROM change JOIN operation USING (operation_id)"
						  " WHERE operation_id > ?1 AND instr(?2, ' ' || kind || ' ') = 0");
	struct touched t = { .store = s, .table = table, .first = first, .last = last, .most = most };
	int got = -1, good = 1;

	if (st) {
		crm_stmt_int(st, 1, after);
		crm_stmt_string(st, 2, without);
	}
	while (st && good == 1 && (got = crm_stmt_step(st)) == 1) {
		size_t size;
		const void *part = crm_stmt_col_blob(st, 0, &size);

		good = touch_rows(&t, part, size);
	}
	crm_stmt_free(st);
	*key = t.key;
	*n = t.n;
	if (got >= 0 && good >= 0)
		return good;
	free(t.key);
	*key = NULL;
	return -1;
}

/* ---- what was inserted ---- */

struct inserted {
	const char *table;
	int columns;
	int64_t *value;
	size_t n, cap, rows;
};

static int take_inserted(struct inserted *t, sqlite3_changeset_iter *it)
{
	for (int i = 0; i < t->columns; i++) {
		sqlite3_value *v = NULL;
		int rc = sqlite3changeset_new(it, i, &v);

		if (rc != SQLITE_OK)
			return rc;
		CRM_GROW(t->value, t->n, t->cap);
		t->value[t->n++] = v ? sqlite3_value_int64(v) : 0;
	}
	t->rows++;
	return SQLITE_OK;
}

static int find_inserted(struct inserted *t, const void *part, size_t n)
{
	sqlite3_changeset_iter *it;
	int rc = sqlite3changeset_start(&it, (int)n, (void *)(uintptr_t)part), end;

	while (rc == SQLITE_OK && sqlite3changeset_next(it) == SQLITE_ROW) {
		const char *table;
		int columns, op, indirect;

		sqlite3changeset_op(it, &table, &columns, &op, &indirect);
		if (op == SQLITE_INSERT && !strcmp(table, t->table))
			rc = take_inserted(t, it);
	}
	end = sqlite3changeset_finalize(it);           /* also says whether it ended where it should */
	return rc == SQLITE_OK && end == SQLITE_OK ? 0 : -1;
}

int crm_changeset_inserted(struct crm_store *s, int64_t id, const char *table, int columns, int64_t **value, size_t *rows)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT changeset FROM change WHERE operation_id = ?1 ORDER BY part");
	struct inserted t = { .table = table, .columns = columns };
	int got = -1;

	if (st)
		crm_stmt_int(st, 1, id);
	while (st && (got = crm_stmt_step(st)) == 1) {
		size_t n;
		const void *part = crm_stmt_col_blob(st, 0, &n);

		if (find_inserted(&t, part, n) != 0) {
			crm_error("operation %lld: its changes cannot be read; see crm-audit verify", (long long)id);
			got = -1;
			break;
		}
	}
	crm_stmt_free(st);
	*value = t.value;
	*rows = t.rows;
	if (got == 0)
		return 0;
	free(t.value);
	*value = NULL;
	return -1;
}
