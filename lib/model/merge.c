#include <crm/merge.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/customer.h>

#include <stdlib.h>
#include <string.h>

enum {
	RECORD, RECORD_NAME, CUSTOMER_OF, DECIDE, REFUSED, ANY_REFUSAL, HOME, ALIASES, ALIAS, MOVE, DROP_CUSTOMER,
	STATEMENTS
};

static const char *const text[STATEMENTS] = {
	[RECORD] = "SELECT record_id FROM record WHERE source_id = (SELECT source_id FROM source WHERE name = ?1) AND key = ?2",
	[RECORD_NAME] = "SELECT s.name || ':' || r.key FROM record r JOIN source s USING (source_id)"
			" WHERE record_id = ?1",
	[CUSTOMER_OF] = "SELECT customer_id FROM record WHERE record_id = ?1",
	[DECIDE] = "INSERT INTO decision VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET same = ?3, score = ?4,"
		   " reason = ?5, changed_op = ?6 WHERE same <> ?3",
	/* of whom the customer's records were said not to be; the other half of the pairs is seen from there */
	[REFUSED] = "SELECT d.record_a, d.record_b, b.customer_id FROM record a"
		    " JOIN decision d ON d.record_a = a.record_id JOIN record b ON b.record_id = d.record_b"
		    " WHERE a.customer_id = ?1 AND d.same = 0 AND b.customer_id <> ?1",
	[ANY_REFUSAL] = "SELECT 1 FROM decision WHERE same = 0 LIMIT 1",
	/* a home is not lost: the survivor without one moves into the other's */
	[HOME] = "UPDATE customer SET household_id = (SELECT household_id FROM customer WHERE customer_id = ?2),"
		 " changed_op = ?3 WHERE customer_id = ?1 AND household_id IS NULL"
		 " AND EXISTS (SELECT 1 FROM customer WHERE customer_id = ?2 AND household_id IS NOT NULL)",
	[MOVE] = "UPDATE record SET customer_id = ?1, changed_op = ?3 WHERE customer_id = ?2",
	[ALIASES] = "UPDATE alias SET survivor_id = ?1, changed_op = ?3 WHERE survivor_id = ?2",
	[ALIAS] = "INSERT INTO alias (customer_id, survivor_id, changed_op, record_id)"
		  " VALUES (?2, ?1, ?3, (SELECT min(record_id) FROM record WHERE customer_id = ?2))",
	[DROP_CUSTOMER] = "DELETE FROM customer WHERE customer_id = ?2",
};

struct crm_merge {
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_sql sql;
	struct crm_customers *customers;
	struct crm_buf why;
	int64_t *id;                   /* customers of the group at hand, ascending */
	size_t cap, customers_in_group;
	int no_refusals;               /* no pair was ever said not to be the same */
};

static int look_for_refusals(struct crm_merge *m)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, ANY_REFUSAL);
	int got = st ? crm_stmt_step(st) : -1;

	m->no_refusals = got == 0;
	if (got == 1)
		crm_stmt_reset(st);
	return got < 0 ? -1 : 0;
}

struct crm_merge *crm_merge_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_merge *m = crm_alloc(sizeof *m);

	m->store = s;
	m->op = op;
	crm_buf_init(&m->why);
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	m->customers = crm_customers_open(s, op);
	if (look_for_refusals(m) != 0) {
		crm_merge_close(m);
		return NULL;
	}
	return m;
}

void crm_merge_close(struct crm_merge *m)
{
	if (!m)
		return;
	crm_customers_close(m->customers);
	crm_sql_release(&m->sql);
	crm_buf_release(&m->why);
	free(m->id);
	free(m);
}

int64_t crm_merge_record(struct crm_merge *m, const char *record)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, RECORD);
	const char *colon = strchr(record, ':');
	struct crm_buf source = CRM_BUF_INIT;
	int64_t id = 0;
	int got;

	if (!st)
		return -1;
	if (!colon)
		return 0;
	crm_buf_add(&source, record, (size_t)(colon - record));
	crm_stmt_string(st, 1, source.s);
	crm_stmt_string(st, 2, colon + 1);
	if ((got = crm_stmt_step(st)) == 1) {
		id = crm_stmt_col_int(st, 0);
		crm_stmt_reset(st);
	}
	crm_buf_release(&source);
	return got < 0 ? -1 : id;
}

int crm_merge_record_name(struct crm_merge *m, int64_t record_id, struct crm_buf *out)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, RECORD_NAME);

	crm_buf_reset(out);
	if (!st)
		return -1;
	crm_stmt_int(st, 1, record_id);
	if (crm_stmt_step(st) == 1) {
		crm_buf_puts(out, crm_stmt_col_text(st, 0));
		crm_stmt_reset(st);
	}
	return 0;
}

int64_t crm_merge_customer(struct crm_merge *m, int64_t record_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, CUSTOMER_OF);
	int64_t id = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, record_id);
	if (crm_stmt_step(st) == 1) {
		id = crm_stmt_col_int(st, 0);
		crm_stmt_reset(st);
	}
	return id;
}

int crm_merge_decide(struct crm_merge *m, int64_t a, int64_t b, int same, double score, const char *reason)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, DECIDE);

	if (!st)
		return -1;
	if (a == b)
		return 0;
	crm_stmt_int(st, 1, a < b ? a : b);
	crm_stmt_int(st, 2, a < b ? b : a);
	crm_stmt_int(st, 3, same);
	crm_stmt_real(st, 4, score);
	crm_stmt_string(st, 5, reason);
	crm_stmt_int(st, 6, crm_operation_id(m->op));
	return crm_stmt_run(st);
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* the customers of the records, sorted, each once: their number or -1 */
static long customers_of(struct crm_merge *m, const int64_t *record, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		CRM_GROW(m->id, i, m->cap);
		if ((m->id[i] = crm_merge_customer(m, record[i])) < 0)
			return -1;
	}
	qsort(m->id, n, sizeof *m->id, by_id);
	for (size_t i = 0; i < n; i++)
		if (!k || m->id[i] != m->id[k - 1])
			m->id[k++] = m->id[i];
	return (long)k;
}

static int say_refused(struct crm_merge *m, int64_t x, int64_t y)
{
	struct crm_buf a = CRM_BUF_INIT, b = CRM_BUF_INIT;
	int bad = crm_merge_record_name(m, x, &a) || crm_merge_record_name(m, y, &b);

	crm_buf_reset(&m->why);
	crm_buf_printf(&m->why, "%s and %s were said not to be the same person", a.s, b.s);
	crm_buf_release(&a);
	crm_buf_release(&b);
	return bad ? -1 : 1;
}

/* 1: some pair of the customers was said not to be the same person; one query a customer */
static int forbidden(struct crm_merge *m, size_t n, const char **why)
{
	struct crm_stmt *st = m->no_refusals ? NULL : crm_sql_get(&m->sql, REFUSED);
	int got = 0;

	if (!st)
		return m->no_refusals ? 0 : -1;
	for (size_t i = 0; i < n && got == 0; i++) {
		crm_stmt_int(st, 1, m->id[i]);
		while ((got = crm_stmt_step(st)) == 1) {
			int64_t a = crm_stmt_col_int(st, 0), b = crm_stmt_col_int(st, 1);
			int64_t other = crm_stmt_col_int(st, 2);

			if (!bsearch(&other, m->id, n, sizeof other, by_id))
				continue;
			crm_stmt_reset(st);
			got = say_refused(m, a, b);
			*why = m->why.s;
			break;
		}
	}
	return got;
}

static int absorb(struct crm_merge *m, int64_t survivor, int64_t other)
{
	static const int steps[] = { HOME, ALIASES, ALIAS, MOVE, DROP_CUSTOMER };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct crm_stmt *st = crm_sql_get(&m->sql, steps[i]);

		if (!st)
			return -1;
		crm_stmt_int(st, 1, survivor);
		crm_stmt_int(st, 2, other);
		crm_stmt_int(st, 3, crm_operation_id(m->op));
		if (crm_stmt_run(st) != 0)
			return -1;
	}
	return 0;
}

const int64_t *crm_merge_absorbed(const struct crm_merge *m, size_t *n)
{
	*n = m->customers_in_group - 1;
	return m->id + 1;
}

int crm_merge_group(struct crm_merge *m, const int64_t *record, size_t n, int64_t *survivor, const char **why)
{
	long k = customers_of(m, record, n);
	int got;

	*why = NULL;
	if (k < 0)
		return -1;
	*survivor = m->id[0];
	if (k < 2)
		return 0;
	if ((got = forbidden(m, (size_t)k, why)) != 0)
		return got < 0 ? -1 : 0;
	for (long i = 1; i < k; i++)
		if (absorb(m, *survivor, m->id[i]) != 0)
			return -1;
	m->customers_in_group = (size_t)k;
	return crm_customers_rebuild(m->customers, *survivor) || crm_operation_step(m->op) ? -1 : 1;
}
