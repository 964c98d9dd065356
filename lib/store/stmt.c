#include <crm/store.h>
#include <crm/mem.h>

#include <sqlite3.h>

#include <stdlib.h>
#include <string.h>

struct crm_stmt {
	struct crm_store *store;
	sqlite3_stmt *st;
};

struct crm_stmt *crm_stmt_prepare(struct crm_store *s, const char *sql)
{
	sqlite3_stmt *raw;
	struct crm_stmt *st;
	int rc = sqlite3_prepare_v3(crm_store_handle(s), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, NULL);

	if (rc != SQLITE_OK) {
		crm_store_fail(s, rc, sql);
		return NULL;
	}
	st = crm_alloc(sizeof *st);
	st->store = s;
	st->st = raw;
	return st;
}

void crm_stmt_free(struct crm_stmt *st)
{
	if (st)
		sqlite3_finalize(st->st);
	free(st);
}

void crm_stmt_int(struct crm_stmt *st, int i, int64_t v)
{
	sqlite3_bind_int64(st->st, i, v);
}

void crm_stmt_real(struct crm_stmt *st, int i, double v)
{
	sqlite3_bind_double(st->st, i, v);
}

void crm_stmt_string(struct crm_stmt *st, int i, const char *v)
{
	sqlite3_bind_text(st->st, i, v, -1, SQLITE_STATIC);
}

void crm_stmt_text(struct crm_stmt *st, int i, const char *v)
{
	if (v && *v)
		crm_stmt_string(st, i, v);
	else
		crm_stmt_null(st, i);
}

void crm_stmt_blob(struct crm_stmt *st, int i, const void *v, size_t n)
{
	sqlite3_bind_blob64(st->st, i, v, n, SQLITE_STATIC);
}

void crm_stmt_null(struct crm_stmt *st, int i)
{
	sqlite3_bind_null(st->st, i);
}

int crm_stmt_step(struct crm_stmt *st)
{
	int rc = sqlite3_step(st->st);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		crm_store_fail(st->store, rc, "the store refused");
	sqlite3_reset(st->st);
	return rc == SQLITE_DONE ? 0 : -1;
}

int crm_stmt_run(struct crm_stmt *st)
{
	int got;

	while ((got = crm_stmt_step(st)) == 1)
		;
	return got;
}

void crm_stmt_reset(struct crm_stmt *st)
{
	sqlite3_reset(st->st);
}

int64_t crm_stmt_col_int(struct crm_stmt *st, int i)
{
	return sqlite3_column_int64(st->st, i);
}

double crm_stmt_col_real(struct crm_stmt *st, int i)
{
	return sqlite3_column_double(st->st, i);
}

const char *crm_stmt_col_text(struct crm_stmt *st, int i)
{
	const char *s = (const char *)sqlite3_column_text(st->st, i);

	return s ? s : "";
}

const void *crm_stmt_col_blob(struct crm_stmt *st, int i, size_t *n)
{
	*n = (size_t)sqlite3_column_bytes(st->st, i);
	return sqlite3_column_blob(st->st, i);
}

int crm_stmt_col_null(struct crm_stmt *st, int i)
{
	return sqlite3_column_type(st->st, i) == SQLITE_NULL;
}

int crm_stmt_columns(struct crm_stmt *st)
{
	return sqlite3_column_count(st->st);
}

const char *crm_stmt_column_name(struct crm_stmt *st, int i)
{
	return sqlite3_column_name(st->st, i);
}

void crm_sql_init(struct crm_sql *q, struct crm_store *s, const char *const *text, int n)
{
	q->store = s;
	q->text = text;
	q->n = n;
	q->stmt = crm_calloc((size_t)n, sizeof *q->stmt);
#ifdef CRM_PREPARE_ALL
	/* the sanitized build: a statement that no test reaches must at least be right */
	for (int i = 0; i < n; i++)
		crm_sql_get(q, i);
#endif
}

struct crm_stmt *crm_sql_get(struct crm_sql *q, int i)
{
	if (!q->stmt[i])
		q->stmt[i] = crm_stmt_prepare(q->store, q->text[i]);
	return q->stmt[i];
}

void crm_sql_release(struct crm_sql *q)
{
	for (int i = 0; i < q->n; i++)
		crm_stmt_free(q->stmt[i]);
	free(q->stmt);
	q->stmt = NULL;
	q->n = 0;
}
