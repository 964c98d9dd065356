#include <crm/regroup.h>
#include <crm/buf.h>
#include <crm/customer.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <stdlib.h>

enum { CUSTOMER_OF, OTHERS, ADD, MOVE, ALIASES, SET_HOME, STATEMENTS };

static const char *const text[STATEMENTS] = {
	[CUSTOMER_OF] = "SELECT customer_id FROM record WHERE record_id = ?1",
	[OTHERS] = "SELECT record_id FROM record WHERE customer_id = ?1 ORDER BY record_id",
	[ADD] = "INSERT INTO customer (customer_id, household_id, created_op, changed_op)"
		" SELECT ?1, household_id, ?3, ?3 FROM customer WHERE customer_id = ?2",
	[MOVE] = "UPDATE record SET customer_id = ?1, changed_op = ?3 WHERE record_id = ?2",
	[ALIASES] = "UPDATE alias SET survivor_id = ?1, changed_op = ?3 WHERE record_id = ?2 AND survivor_id = ?4",
	[SET_HOME] = "UPDATE customer SET household_id = ?1, changed_op = ?3"
		     " WHERE customer_id = ?2 AND household_id IS NOT ?1",
};

struct regroup {
	struct crm_sql sql;
	struct crm_merge *merge;
	int64_t op;
};

static int64_t customer_of(struct regroup *g, int64_t record)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, CUSTOMER_OF);
	int64_t id = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, record);
	if (crm_stmt_step(st) == 1) {
		id = crm_stmt_col_int(st, 0);
		crm_stmt_reset(st);
	}
	return id;
}

/* a statement with (?1, ?2, this operation, ?4) */
static int run(struct regroup *g, int statement, int64_t a, int64_t b, int64_t d)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, statement);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, a);
	crm_stmt_int(st, 2, b);
	crm_stmt_int(st, 3, g->op);
	if (statement == ALIASES)
		crm_stmt_int(st, 4, d);
	return crm_stmt_run(st);
}

/* ---- a record taken out ---- */

static int check_members(struct regroup *g, int64_t customer, const int64_t *record, size_t n)
{
	struct crm_buf name = CRM_BUF_INIT;
	int bad = 0;

	for (size_t i = 0; i < n && !bad; i++) {
		int64_t of = customer_of(g, record[i]);

		if (of == customer)
			continue;
		bad = 1;
		if (of > 0 && crm_merge_record_name(g->merge, record[i], &name) == 0)
			crm_error("%s is a record of customer %lld, not of %lld", name.s, (long long)of, (long long)customer);
	}
	crm_buf_release(&name);
	return bad ? -1 : 0;
}

/* every record that stays was said not to be those that went: their number, or -1 */
static int64_t refuse_those_that_stay(struct regroup *g, int64_t customer, const int64_t *record, size_t n)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, OTHERS);
	int64_t staying = 0;
	int got = -1;

	if (st)
		crm_stmt_int(st, 1, customer);
	while (st && (got = crm_stmt_step(st)) == 1) {
		int64_t other = crm_stmt_col_int(st, 0);

		staying++;
		for (size_t i = 0; i < n && got == 1; i++)
			if (crm_merge_decide(g->merge, record[i], other, 0, 0, "split") != 0)
				got = -1;
		if (got < 0) {
			crm_stmt_reset(st);
			break;
		}
	}
	return got < 0 ? -1 : staying;
}

static int move_out(struct regroup *g, int64_t from, int64_t to, const int64_t *record, size_t n)
{
	int64_t staying;

	if (run(g, ADD, to, from, 0) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (run(g, MOVE, to, record[i], 0) != 0 || run(g, ALIASES, to, record[i], from) != 0)
			return -1;
	staying = refuse_those_that_stay(g, from, record, n);
	if (staying == 0)
		crm_error("customer %lld would be left without a record", (long long)from);
	return staying > 0 ? 0 : -1;
}

int crm_regroup_split(struct crm_store *s, struct crm_operation *op, struct crm_merge *m, int64_t customer_id,
		      const int64_t *record, size_t n, int64_t *new_id)
{
	struct regroup g = { .merge = m, .op = crm_operation_id(op) };
	struct crm_customers *customers = crm_customers_open(s, op);
	int bad;

	crm_sql_init(&g.sql, s, text, STATEMENTS);
	*new_id = crm_operation_new_customer(op);
	bad = !*new_id || check_members(&g, customer_id, record, n) || move_out(&g, customer_id, *new_id, record, n)
	      || crm_customers_rebuild(customers, customer_id) || crm_customers_rebuild(customers, *new_id);
	crm_customers_close(customers);
	crm_sql_release(&g.sql);
	return bad ? -1 : 0;
}

/* ---- homes ---- */

struct resident {
	int64_t customer, record;
	uint32_t home;
};

static int by_customer(const void *a, const void *b)
{
	const struct resident *x = a, *y = b;

	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

static int by_home(const void *a, const void *b)
{
	const struct resident *x = a, *y = b;

	if (x->home != y->home)
		return x->home < y->home ? -1 : 1;
	return x->customer < y->customer ? -1 : x->customer > y->customer;
}

static int set_home(struct regroup *g, int64_t customer, int64_t household)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, SET_HOME);

	if (!st)
		return -1;
	if (household)
		crm_stmt_int(st, 1, household);
	else
		crm_stmt_null(st, 1);
	crm_stmt_int(st, 2, customer);
	crm_stmt_int(st, 3, g->op);
	return crm_stmt_run(st);
}

/* customers, each once, by home: the number of them or -1 */
static long residents_of(struct regroup *g, const struct crm_group_member *list, size_t n, struct resident *r)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		r[i] = (struct resident){ customer_of(g, list[i].record), list[i].record, list[i].group };
		if (r[i].customer < 0)
			return -1;
	}
	qsort(r, n, sizeof *r, by_customer);
	for (size_t i = 0; i < n; i++)
		if (!k || r[i].customer != r[k - 1].customer)
			r[k++] = r[i];
	qsort(r, k, sizeof *r, by_home);
	return (long)k;
}

int64_t crm_regroup_homes(struct crm_store *s, struct crm_operation *op, const struct crm_group_member *list,
			  size_t n)
{
	struct resident *r = crm_calloc(n + 1, sizeof *r);
	struct regroup g = { .op = crm_operation_id(op) };
	int64_t homes = 0;
	long k;

	crm_sql_init(&g.sql, s, text, STATEMENTS);
	k = residents_of(&g, list, n, r);
	for (long i = 0, end; i < k && homes >= 0; i = end) {
		for (end = i; end < k && r[end].home == r[i].home; end++)
			;
		homes += end - i > 1;
		for (long j = i; j < end && homes >= 0; j++)
			if (set_home(&g, r[j].customer, end - i > 1 ? r[i].customer : 0) || crm_operation_step(op))
				homes = -1;
	}
	crm_sql_release(&g.sql);
	free(r);
	return k < 0 ? -1 : homes;
}
