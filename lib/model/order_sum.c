#include <crm/order.h>
#include <crm/mem.h>

#include <stdlib.h>

enum { REFRESH, CLEAR, REFRESH_ALL, CLEAR_ALL, STATEMENTS };

/* Recency and frequency are of purchases: an order that only takes back (its sum is not above zero and a
 * line is negative) nets the amount but is no purchase, unless there is nothing else. */
#define SUMS(where) \
	"WITH o AS (SELECT record_id, day, count(*) AS lines, sum(amount) AS amount," \
	" sum(amount) > 0 OR min(amount) >= 0 AS counts FROM order_line" where " GROUP BY record_id, day, order_id)" \
	" INSERT INTO record_sum SELECT record_id, sum(counts), sum(lines), sum(amount)," \
	" coalesce(min(iif(counts, day, NULL)), min(day)), coalesce(max(iif(counts, day, NULL)), max(day)) FROM o" \
	" WHERE true GROUP BY record_id ON CONFLICT (record_id) DO UPDATE SET orders = excluded.orders," \
	" lines = excluded.lines, amount = excluded.amount, first_day = excluded.first_day, last_day = excluded.last_day" \
	" WHERE (orders, lines, amount, first_day, last_day) IS NOT (excluded.orders, excluded.lines," \
	" excluded.amount, excluded.first_day, excluded.last_day)"
#define OF_RECORD " WHERE record_id = ?1 AND order_id NOT IN" \
		  " (SELECT order_id FROM orders WHERE record_id = ?1 AND status IS NOT NULL)"

#define WITHOUT_LINES "DELETE FROM record_sum WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.record_id =" \
		   " record_sum.record_id AND order_id NOT IN (SELECT order_id FROM orders WHERE status IS NOT NULL))"

static const char *const text[STATEMENTS] = {
	[REFRESH] = SUMS(OF_RECORD),
	[CLEAR] = "DELETE FROM record_sum WHERE record_id = ?1 AND NOT EXISTS (SELECT 1 FROM order_line" OF_RECORD ")",
	[REFRESH_ALL] = SUMS(" WHERE order_id NOT IN (SELECT order_id FROM orders WHERE status IS NOT NULL)"),
	[CLEAR_ALL] = WITHOUT_LINES,
};

struct crm_sums {
	struct crm_sql sql;
	struct crm_operation *op;
};

struct crm_sums *crm_sums_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_sums *m = crm_alloc(sizeof *m);

	m->op = op;
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	return m;
}

void crm_sums_close(struct crm_sums *m)
{
	if (!m)
		return;
	crm_sql_release(&m->sql);
	free(m);
}

static int run(struct crm_sums *m, int statement, int64_t record_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, statement);

	if (!st)
		return -1;
	if (statement == REFRESH || statement == CLEAR)
		crm_stmt_int(st, 1, record_id);
	return crm_stmt_run(st);
}

/* derived rows: undo computes them again */
int crm_sums_refresh(struct crm_sums *m, int64_t record_id)
{
	int64_t before = crm_store_changes(m->sql.store);
	int bad = crm_operation_keep(m->op, 0) || run(m, REFRESH, record_id);

	if (!bad && crm_store_changes(m->sql.store) == before)     /* equal, or no line is left */
		bad = run(m, CLEAR, record_id);
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

int crm_sums_refresh_all(struct crm_sums *m, int lost)
{
	int bad = crm_operation_keep(m->op, 0) || run(m, REFRESH_ALL, 0) || (lost && run(m, CLEAR_ALL, 0));

	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}
