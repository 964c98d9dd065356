#include <crm/insert.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/mem.h>

#include <sqlite3.h>

#include <stdlib.h>

/* The waiting rows are a table to SQLite: a virtual one, read only, known by its name in this connection. */

struct crm_insert {
	struct crm_store *store;
	struct crm_stmt *statement;
	char *name;
	int columns;
	struct crm_value *value;
	size_t values, cap, rows;
	struct crm_buf copies;
};

struct table {
	sqlite3_vtab base;
	const struct crm_insert *in;
};

struct cursor {
	sqlite3_vtab_cursor base;
	const struct crm_insert *in;
	size_t row;
};

static int connect_table(sqlite3 *db, void *in, int argc, const char *const *argv, sqlite3_vtab **out, char **why)
{
	struct crm_buf sql = CRM_BUF_INIT;
	struct table *t;
	int rc;

	(void)argc;
	(void)argv;
	(void)why;
	crm_buf_puts(&sql, "CREATE TABLE x (");
	for (int i = 0; i < ((struct crm_insert *)in)->columns; i++)
		crm_buf_printf(&sql, "%sc%d", i ? ", " : "", i);
	crm_buf_putc(&sql, ')');
	rc = sqlite3_declare_vtab(db, sql.s);
	crm_buf_release(&sql);
	if (rc != SQLITE_OK)
		return rc;
	t = crm_alloc(sizeof *t);
	t->in = in;
	*out = &t->base;
	return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *t)
{
	free(t);
	return SQLITE_OK;
}

static int choose_index(sqlite3_vtab *t, sqlite3_index_info *info)
{
	(void)t;
	info->estimatedCost = 1000;
	info->estimatedRows = 1000;
	return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	struct cursor *c = crm_alloc(sizeof *c);

	c->in = ((struct table *)t)->in;
	*out = &c->base;
	return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *c)
{
	free(c);
	return SQLITE_OK;
}

static int first_row(sqlite3_vtab_cursor *c, int index, const char *text, int argc, sqlite3_value **argv)
{
	(void)index;
	(void)text;
	(void)argc;
	(void)argv;
	((struct cursor *)c)->row = 0;
	return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *c)
{
	((struct cursor *)c)->row++;
	return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *c)
{
	return ((struct cursor *)c)->row >= ((struct cursor *)c)->in->rows;
}

static int give_column(sqlite3_vtab_cursor *cursor, sqlite3_context *to, int i)
{
	const struct cursor *c = (struct cursor *)cursor;
	const struct crm_value *v = &c->in->value[c->row * (size_t)c->in->columns + (size_t)i];

	switch (v->kind) {
	case CRM_VALUE_NULL:           /* which a result is at first */
		break;
	case CRM_VALUE_INT:
		sqlite3_result_int64(to, v->n);
		break;
	case CRM_VALUE_TEXT:
		sqlite3_result_text(to, v->s, (int)v->n, SQLITE_STATIC);
		break;
	case CRM_VALUE_COPY:
		sqlite3_result_text(to, c->in->copies.s + v->at, (int)v->n, SQLITE_STATIC);
		break;
	}
	return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *c, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)((struct cursor *)c)->row;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xConnect = connect_table, .xDisconnect = disconnect_table, .xBestIndex = choose_index,
	.xOpen = open_cursor, .xClose = close_cursor, .xFilter = first_row, .xNext = next_row, .xEof = at_end,
	.xColumn = give_column, .xRowid = give_rowid,
};

struct crm_insert *crm_insert_open(struct crm_store *s, const char *rows, int columns, const char *sql)
{
	struct crm_insert *in = crm_alloc(sizeof *in);
	int rc;

	in->store = s;
	in->columns = columns;
	in->name = crm_strdup(rows);
	crm_buf_init(&in->copies);
	rc = sqlite3_create_module(crm_store_handle(s), rows, &module, in);
	if (rc != SQLITE_OK)
		crm_store_fail(s, rc, rows);
	else
		in->statement = crm_stmt_prepare(s, sql);
	if (!in->statement) {
		crm_insert_close(in);
		return NULL;
	}
	return in;
}

void crm_insert_close(struct crm_insert *in)
{
	if (!in)
		return;
	crm_stmt_free(in->statement);
	sqlite3_create_module(crm_store_handle(in->store), in->name, NULL, NULL);
	crm_buf_release(&in->copies);
	free(in->value);
	free(in->name);
	free(in);
}

struct crm_value *crm_insert_row(struct crm_insert *in)
{
	size_t n = (size_t)in->columns;
	struct crm_value *row;

	if (in->values + n > in->cap) {
		in->cap = crm_array_capacity(in->cap, in->values + n);
		in->value = crm_realloc(in->value, in->cap * sizeof *in->value);
	}
	row = in->value + in->values;
	for (size_t i = 0; i < n; i++)
		row[i].kind = CRM_VALUE_NULL;
	in->values += n;
	in->rows++;
	return row;
}

void crm_insert_copy(struct crm_insert *in, struct crm_value *v, const char *s)
{
	v->kind = CRM_VALUE_COPY;
	v->at = in->copies.n;
	v->n = (int64_t)strlen(s);
	crm_buf_add(&in->copies, s, (size_t)v->n);
}

size_t crm_insert_rows(const struct crm_insert *in)
{
	return in->rows;
}

int crm_insert_run(struct crm_insert *in)
{
	int bad = in->rows ? crm_stmt_run(in->statement) : 0;

	in->rows = 0;
	in->values = 0;
	crm_buf_reset(&in->copies);
	return bad;
}
