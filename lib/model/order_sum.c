#include <crm/order_sum.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>

#include <stdlib.h>

enum { PUT, CLEAR, CLEAR_ALL, LINES, LINES_ALL, STATEMENTS };

#define FIELDS "orders, lines, amount, first_day, last_day, history"
#define LINE "SELECT record_id, day, order_id, amount FROM order_line"
#define VALID "order_id NOT IN (SELECT order_id FROM orders WHERE status IS NOT NULL"
#define BY_ORDER " ORDER BY record_id, day, order_id"

static const char *const text[STATEMENTS] = {
	[PUT] = "INSERT INTO record_sum (record_id, " FIELDS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
		" ON CONFLICT (record_id) DO UPDATE SET (" FIELDS ") = (?2, ?3, ?4, ?5, ?6, ?7)"
		" WHERE (" FIELDS ") IS NOT (?2, ?3, ?4, ?5, ?6, ?7)",
	[CLEAR] = "DELETE FROM record_sum WHERE record_id = ?1",
	[CLEAR_ALL] = "DELETE FROM record_sum WHERE NOT EXISTS (SELECT 1 FROM order_line l"
		      " WHERE l.record_id = record_sum.record_id AND " VALID "))",
	[LINES] = LINE " WHERE record_id = ?1 AND " VALID " AND record_id = ?1)" BY_ORDER,
	[LINES_ALL] = LINE " WHERE " VALID ")" BY_ORDER,
};

/* lines come order by order, record by record */
struct order {
	int64_t id, day, amount, lines;
	int lowered;                   /* by a line below 0 */
};

struct sum {
	int64_t record_id;             /* 0: none yet */
	int64_t orders, lines, amount;
	int64_t first_day, last_day;   /* of purchases; without any, of all orders */
	struct order order;            /* the one being read */
	struct crm_history history;
};

struct crm_sums {
	struct crm_sql sql;
	struct crm_operation *op;
	struct sum sum;
	int write;                     /* what is summed */
};

struct crm_sums *crm_sums_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_sums *m = crm_alloc(sizeof *m);

	m->op = op;
	crm_history_init(&m->sum.history);
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	return m;
}

void crm_sums_close(struct crm_sums *m)
{
	if (!m)
		return;
	crm_sql_release(&m->sql);
	crm_history_release(&m->sum.history);
	free(m);
}

static void begin_record(struct sum *s, int64_t record_id)
{
	s->record_id = record_id;
	s->orders = s->lines = s->amount = 0;
	s->order = (struct order){ 0 };
	crm_history_reset(&s->history);
}

/* Recency and frequency are of purchases: an order that only takes back (its sum is not above zero and a line is
 * negative) nets the amount but is no purchase, unless there is nothing else. */
static int end_order(struct sum *s)
{
	const struct order *o = &s->order;
	int purchase = o->amount > 0 || (o->amount == 0 && !o->lowered);

	if (!o->lines)
		return 0;
	if (!s->lines || (purchase && !s->orders))
		s->first_day = o->day;
	if (!s->orders || purchase)
		s->last_day = o->day;
	s->orders += purchase;
	s->lines += o->lines;
	if (purchase || o->amount)
		crm_history_put(&s->history, o->day, o->amount);
	return crm_num_add(s->amount, o->amount, &s->amount);
}

static int put(struct crm_sums *m)
{
	const struct sum *s = &m->sum;
	struct crm_stmt *st = crm_sql_get(&m->sql, PUT);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, s->record_id);
	crm_stmt_int(st, 2, s->orders);
	crm_stmt_int(st, 3, s->lines);
	crm_stmt_int(st, 4, s->amount);
	crm_stmt_int(st, 5, s->first_day);
	crm_stmt_int(st, 6, s->last_day);
	crm_stmt_blob(st, 7, s->history.bytes.s, s->history.bytes.n);
	return crm_stmt_run(st);
}

static int too_large(int64_t record_id)
{
	crm_error("the amounts of record %lld do not fit 64 bits", (long long)record_id);
	return -1;
}

static int end_record(struct crm_sums *m)
{
	struct sum *s = &m->sum;

	if (s->record_id && end_order(s) != 0)
		return too_large(s->record_id);
	return s->record_id && m->write ? put(m) : 0;
}

static int add_to_order(struct sum *s, int64_t day, int64_t order_id, int64_t amount)
{
	struct order *o = &s->order;

	if (o->id != order_id || o->day != day) {
		if (end_order(s) != 0)
			return -1;
		*o = (struct order){ .id = order_id, .day = day };
	}
	o->lines++;
	o->lowered |= amount < 0;
	return crm_num_add(o->amount, amount, &o->amount);
}

static int add_line(struct crm_sums *m, int64_t record_id, int64_t day, int64_t order_id, int64_t amount)
{
	if (record_id != m->sum.record_id) {
		if (end_record(m) != 0)
			return -1;
		begin_record(&m->sum, record_id);
	}
	return add_to_order(&m->sum, day, order_id, amount) == 0 ? 0 : too_large(record_id);
}

int crm_sums_line(struct crm_sums *m, int64_t record_id, int64_t day, int64_t order_id, int64_t amount)
{
	m->write = 1;
	return add_line(m, record_id, day, order_id, amount);
}

int crm_sums_end(struct crm_sums *m)
{
	int bad = end_record(m);

	begin_record(&m->sum, 0);
	return bad;
}

/* the sums of all records of these lines are written, or of the only one just known */
static int sum_lines(struct crm_sums *m, struct crm_stmt *st, int write)
{
	int got = -1, bad = 0;

	m->write = write;
	begin_record(&m->sum, 0);
	while (!bad && st && (got = crm_stmt_step(st)) == 1)
		bad = add_line(m, crm_stmt_col_int(st, 0), crm_stmt_col_int(st, 1), crm_stmt_col_int(st, 2),
			       crm_stmt_col_int(st, 3));
	return got || bad ? -1 : end_record(m);
}

static struct crm_stmt *lines_of(struct crm_sums *m, int64_t record_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, LINES);

	if (st)
		crm_stmt_int(st, 1, record_id);
	return st;
}

static int clear(struct crm_sums *m, int64_t record_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, CLEAR);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, record_id);
	return crm_stmt_run(st);
}

/* derived rows: undo computes them again */
int crm_sums_refresh(struct crm_sums *m, int64_t record_id)
{
	int bad = crm_operation_keep(m->op, 0) || sum_lines(m, lines_of(m, record_id), 1);

	if (!bad && !m->sum.record_id)                 /* no line is left */
		bad = clear(m, record_id);
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

int crm_sums_refresh_all(struct crm_sums *m, int lost)
{
	int bad = crm_operation_keep(m->op, 0) || sum_lines(m, crm_sql_get(&m->sql, LINES_ALL), 1);

	if (!bad && lost) {
		struct crm_stmt *st = crm_sql_get(&m->sql, CLEAR_ALL);

		bad = !st || crm_stmt_run(st);
	}
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

const struct crm_history *crm_sums_history(struct crm_sums *m, int64_t record_id)
{
	return sum_lines(m, lines_of(m, record_id), 0) == 0 ? &m->sum.history : NULL;
}
