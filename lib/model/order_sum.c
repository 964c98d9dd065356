#include <crm/order.h>
#include <crm/mem.h>

#include <stdlib.h>

enum { REFRESH, CLEAR, STATEMENTS };

#define LINES " FROM order_line WHERE record_id = ?1 AND order_id NOT IN" \
	      " (SELECT order_id FROM orders WHERE record_id = ?1 AND status IS NOT NULL)"

static const char *const text[STATEMENTS] = {
	[REFRESH] = "INSERT INTO record_sum SELECT record_id, count(DISTINCT order_id), count(*), sum(amount),"
		    " min(day), max(day)" LINES " GROUP BY record_id"
		    " ON CONFLICT (record_id) DO UPDATE SET orders = excluded.orders, lines = excluded.lines,"
		    " amount = excluded.amount, first_day = excluded.first_day, last_day = excluded.last_day"
		    " WHERE (orders, lines, amount, first_day, last_day) IS NOT (excluded.orders, excluded.lines,"
		    " excluded.amount, excluded.first_day, excluded.last_day)",
	[CLEAR] = "DELETE FROM record_sum WHERE record_id = ?1 AND NOT EXISTS (SELECT 1" LINES ")",
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

int crm_sums_refresh(struct crm_sums *m, int64_t record_id)
{
	int bad = crm_operation_keep(m->op, 0);      /* derived: undo computes it again */

	for (int i = 0; i < STATEMENTS && !bad; i++) {
		struct crm_stmt *st = crm_sql_get(&m->sql, i);

		if (!st)
			return -1;
		crm_stmt_int(st, 1, record_id);
		bad = crm_stmt_run(st);
	}
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}
