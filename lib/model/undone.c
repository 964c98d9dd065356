#include <crm/undone.h>
#include <crm/array.h>
#include <crm/changeset.h>

#include <stdlib.h>

enum { MERGES, PAIR, KIND };

#define NOW(id) "ifnull((SELECT survivor_id FROM alias WHERE customer_id = " id "), " id ")"

static const char *const text[] = {
	/* an undo that was undone itself gives its merge back: the last of a chain of undos counts */
	[MERGES] = "WITH RECURSIVE undoing (id, undoes, again) AS MATERIALIZED (SELECT operation_id, undoes,"
		   " json_extract(counts, '$.again') FROM operation WHERE undoes IS NOT NULL),"
		   " chain (merge, id, again, depth) AS (SELECT u.undoes, u.id, u.again, 1 FROM undoing u JOIN operation m"
		   " ON m.operation_id = u.undoes WHERE m.kind = 'merge'"
		   " UNION ALL SELECT merge, u.id, u.again, depth + 1 FROM chain c JOIN undoing u ON u.undoes = c.id)"
		   " SELECT merge FROM (SELECT merge, again, max(depth) AS depth FROM chain GROUP BY merge)"
		   " WHERE depth % 2 = 1 AND again IS NULL",
	/* of the customers ?1 and ?2, or who absorbed them since */
	[PAIR] = "SELECT sa.name || ':' || ra.key, sb.name || ':' || rb.key FROM record ra JOIN record rb"
		 " JOIN source sa ON sa.source_id = ra.source_id JOIN source sb ON sb.source_id = rb.source_id"
		 " WHERE ra.customer_id = " NOW("?1") " AND rb.customer_id = " NOW("?2") " AND " NOW("?1") " <> " NOW("?2")
		 " AND NOT EXISTS (SELECT 1 FROM decision WHERE record_a = min(ra.record_id, rb.record_id)"
		 " AND record_b = max(ra.record_id, rb.record_id))",
	[KIND] = "SELECT 1 FROM operation WHERE operation_id = ?1 AND kind = 'merge'",
};

/* of table alias: customer_id, survivor_id */
enum { COLUMNS = 2 };

/* In a group of more customers than this each is kept from the survivor and so many before it: a merge by mistake of
 * thousands must not cost millions of pairs. */
enum { TOGETHER = 64 };

struct joined {
	int64_t customer, survivor;
};

struct crm_undone {
	struct crm_store *store;
	int64_t *merge;                /* undone ones */
	size_t merges, cap, at;
	struct joined *row;            /* of the merge before `at`, by survivor */
	size_t rows, next, other;      /* the pair to come: this row and the other one, which is itself for its survivor */
	struct crm_stmt *pair;
	int open;
};

static int load_merges(struct crm_undone *u)
{
	struct crm_stmt *st = crm_stmt_prepare(u->store, text[MERGES]);
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(u->merge, u->merges, u->cap);
		u->merge[u->merges++] = crm_stmt_col_int(st, 0);
	}
	crm_stmt_free(st);
	return got;
}

struct crm_undone *crm_undone_open(struct crm_store *s)
{
	struct crm_undone *u = crm_alloc(sizeof *u);

	u->store = s;
	u->pair = crm_stmt_prepare(s, text[PAIR]);
	if (u->pair && load_merges(u) == 0)
		return u;
	crm_undone_close(u);
	return NULL;
}

void crm_undone_close(struct crm_undone *u)
{
	if (!u)
		return;
	crm_stmt_free(u->pair);
	free(u->merge);
	free(u->row);
	free(u);
}

static int by_survivor(const void *a, const void *b)
{
	const struct joined *x = a, *y = b;

	if (x->survivor != y->survivor)
		return x->survivor < y->survivor ? -1 : 1;
	return x->customer < y->customer ? -1 : x->customer > y->customer;
}

/* whom a merge joined, to be freed */
static int load_joined(struct crm_store *s, int64_t merge, struct joined **row, size_t *rows)
{
	int64_t *value;

	if (crm_changeset_inserted(s, merge, "alias", COLUMNS, &value, rows) != 0)
		return -1;
	*row = crm_calloc(*rows + 1, sizeof **row);
	for (size_t i = 0; i < *rows; i++)
		(*row)[i] = (struct joined){ value[COLUMNS * i], value[COLUMNS * i + 1] };
	free(value);
	qsort(*row, *rows, sizeof **row, by_survivor);
	return 0;
}

/* from this row on: the first one that it is paired with */
static size_t first_other(const struct crm_undone *u, size_t row)
{
	size_t k = row;

	while (k && row - k < TOGETHER && u->row[k - 1].survivor == u->row[row].survivor)
		k--;
	return k;
}

static int next_merge(struct crm_undone *u)
{
	free(u->row);
	u->row = NULL;
	u->rows = u->next = u->other = 0;
	return load_joined(u->store, u->merge[u->at++], &u->row, &u->rows);
}

/* the next two customers; 1/0/-1 */
static int next_customers(struct crm_undone *u)
{
	const struct joined *row;

	while (u->next == u->rows) {
		if (u->at == u->merges)
			return 0;
		if (next_merge(u) != 0)
			return -1;
	}
	row = &u->row[u->next];
	crm_stmt_reset(u->pair);
	crm_stmt_int(u->pair, 1, row->customer);
	crm_stmt_int(u->pair, 2, u->other == u->next ? row->survivor : u->row[u->other].customer);
	if (u->other++ == u->next && ++u->next < u->rows)
		u->other = first_other(u, u->next);
	return u->open = 1;
}

int crm_undone_next(struct crm_undone *u, struct crm_feed_decision *out)
{
	int got = 1;

	while (u->open || (got = next_customers(u)) == 1) {
		if ((got = crm_stmt_step(u->pair)) == 1) {
			*out = (struct crm_feed_decision){ crm_stmt_col_text(u->pair, 0), crm_stmt_col_text(u->pair, 1), 0 };
			return 1;
		}
		u->open = 0;
		if (got < 0)
			return -1;
	}
	return got;
}

static int is_merge(struct crm_store *s, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[KIND]);
	int got = -1;

	if (st) {
		crm_stmt_int(st, 1, id);
		got = crm_stmt_step(st);
	}
	crm_stmt_free(st);
	return got;
}

int64_t crm_undone_joined(struct crm_store *s, int64_t id)
{
	struct joined *row = NULL;
	size_t rows = 0;
	int got = is_merge(s, id);

	if (got == 1 && load_joined(s, id, &row, &rows) != 0)
		got = -1;
	free(row);
	return got < 0 ? -1 : (int64_t)rows;
}
