#include <crm/since.h>
#include <crm/array.h>
#include <crm/chain.h>
#include <crm/changeset.h>

#include <stdlib.h>
#include <string.h>

enum { LAST, PAST, ADDED };

static const char *const text[] = {
	[LAST] = "SELECT ifnull(max(record_id), 0) FROM record",
	/* without the last record of then, its number and those of gaps before it may have been given again */
	[PAST] = ("SELECT hash FROM operation WHERE operation_id = ?1"
		  " AND EXISTS (SELECT 1 FROM record WHERE record_id = ?2 AND created_op <= ?1)"),
	[ADDED] = "SELECT record_id FROM record WHERE record_id > ?1 ORDER BY record_id LIMIT ?2",
};

/* operations that only read, or change who a record belongs to and what hangs on it */
static const char without[] = " read export merge split choose decide mailout send ";

/* name … joined of table record */
enum { FIRST_COLUMN = 4, LAST_COLUMN = 17 };

int crm_since_now(struct crm_store *s, struct crm_since *out)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[LAST]);
	int64_t next_customer;
	int bad = !st || crm_chain_last(s, out->hash, &out->operation, &next_customer) != 0 || crm_stmt_step(st) != 1;

	if (!bad)
		out->record = crm_stmt_col_int(st, 0);
	crm_stmt_free(st);
	return bad ? -1 : 0;
}

/* 1 the log passes through that state, 0 not, -1 */
static int is_past(struct crm_store *s, const struct crm_since *then)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[PAST]);
	int got = -1;

	if (st) {
		crm_stmt_int(st, 1, then->operation);
		crm_stmt_int(st, 2, then->record);
		got = crm_stmt_step(st);
	}
	if (got == 1) {
		size_t n;
		const void *hash = crm_stmt_col_blob(st, 0, &n);

		got = n == sizeof then->hash && !memcmp(hash, then->hash, n);
	}
	crm_stmt_free(st);
	return got;
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* records above this one: 1, 0 when they are too many, -1 */
static int add_new(struct crm_store *s, int64_t above, size_t most, int64_t **record, size_t *n)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[ADDED]);
	size_t cap = *n;
	int got = -1;

	if (st) {
		crm_stmt_int(st, 1, above);
		crm_stmt_int(st, 2, (int64_t)most + 1);
	}
	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(*record, *n, cap);
		(*record)[(*n)++] = crm_stmt_col_int(st, 0);
	}
	crm_stmt_free(st);
	return got < 0 ? -1 : *n <= most;
}

/* sorted, each once */
static void tidy(int64_t *record, size_t *n)
{
	size_t k = 0;

	if (*n)
		qsort(record, *n, sizeof *record, by_id);
	for (size_t i = 0; i < *n; i++)
		if (!k || record[i] != record[k - 1])
			record[k++] = record[i];
	*n = k;
}

int crm_since_records(struct crm_store *s, const struct crm_since *then, size_t most, int64_t **record, size_t *n)
{
	int got = is_past(s, then);

	*record = NULL;
	*n = 0;
	if (got == 1)
		got = crm_changeset_keys(s, then->operation, without, "record", FIRST_COLUMN, LAST_COLUMN, most, record, n);
	if (got == 1)
		got = add_new(s, then->record, most, record, n);
	if (got == 1)
		tidy(*record, n);
	else
		free(*record);
	return got;
}
