#include <crm/order.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/insert.h>
#include <crm/order_sum.h>
#include <crm/sorter.h>

#include <stdlib.h>
#include <string.h>

enum {
	NEXT_ORDER, ANY_LINE, FIND_ORDER, SET_ORDER, PUT_LINE, DROP_LINES, COUNT_LINES, SET_LINES, STATEMENTS
};

static const char *const text[STATEMENTS] = {
	[NEXT_ORDER] = "SELECT coalesce(max(order_id), 0) + 1 FROM orders",
	[ANY_LINE] = "SELECT EXISTS (SELECT 1 FROM order_line)",
	[FIND_ORDER] = "SELECT order_id, record_id, day, second, status, lines, created_op FROM orders"
		       " WHERE source_id = ?1 AND key = ?2",
	[SET_ORDER] = "UPDATE orders SET record_id = ?2, day = ?3, second = ?4, status = ?5, lines = ?6, changed_op = ?7"
		      " WHERE order_id = ?1",
	[PUT_LINE] = "INSERT INTO order_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
		     " ON CONFLICT DO UPDATE SET product_id = ?5, quantity = ?6, unit_price = ?7, amount = ?8"
		     " WHERE (product_id, quantity, unit_price, amount) IS NOT (?5, ?6, ?7, ?8)",
	[DROP_LINES] = "DELETE FROM order_line WHERE record_id = ?1 AND day = ?2 AND order_id = ?3 AND line > ?4",
	[COUNT_LINES] = "SELECT record_id, day, lines, created_op FROM orders WHERE order_id = ?1",
	[SET_LINES] = "UPDATE orders SET lines = ?2, changed_op = ?3 WHERE order_id = ?1",
};

/* OR IGNORE: an order whose number is there already stays as it is, and is looked up then */
static const char insert_orders[] = "INSERT OR IGNORE INTO orders (order_id, source_id, key, record_id, day, second, status, lines,"
				    " created_op, changed_op) SELECT * FROM new_order";
static const char insert_lines[] = "INSERT OR ROLLBACK INTO order_line SELECT * FROM new_line";

enum { ORDER_COLUMNS = 10, LINE_COLUMNS = 8, LINES_AT_ONCE = 1024 };

struct bits {
	unsigned char *byte;
	size_t cap;                    /* bytes */
};

struct crm_orders {
	struct crm_store *store;
	struct crm_operation *op;
	const struct crm_order_keys *known;
	struct crm_sql sql;
	struct crm_insert *new_orders, *new_lines;
	/* lines of new orders, written sorted at the end: the table is clustered by record */
	struct crm_sorter *pending;
	uint32_t *seen;            /* per order id: lines that this run has delivered */
	size_t seen_cap;
	int64_t *again;            /* orders that were there before this run and came again */
	size_t agains, again_cap;
	struct bits touched;       /* by record id: its sums are to be computed */
	struct bits cancelled;     /* by order id, of those that this run added */
	int first;                 /* there were no lines before: sums are made while they are written */
	int64_t next_order, orders_added, lines_added, changed;
};

enum { PENDING_MAX = 1 << 19 };    /* in memory: 32 MiB, and as much to sort them */

static uint64_t record_of(const void *line)
{
	return (uint64_t)((const struct crm_waiting_line *)line)->record_id;
}

static int by_place(const void *a, const void *b)
{
	const struct crm_waiting_line *x = a, *y = b;

	if (x->record_id != y->record_id)
		return x->record_id < y->record_id ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->order_id != y->order_id)
		return x->order_id < y->order_id ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int ask_number(struct crm_orders *m, int statement, int64_t *out)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, statement);

	if (!st || crm_stmt_step(st) != 1)
		return -1;
	*out = crm_stmt_col_int(st, 0);
	crm_stmt_reset(st);
	return 0;
}

struct crm_orders *crm_orders_open(struct crm_store *s, struct crm_operation *op, const struct crm_order_keys *known)
{
	struct crm_orders *m = crm_alloc(sizeof *m);
	int64_t lines = 0;

	m->store = s;
	m->op = op;
	m->known = known;
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	m->pending = crm_sorter_new(sizeof(struct crm_waiting_line), PENDING_MAX, record_of, by_place);
	m->new_orders = crm_insert_open(s, "new_order", ORDER_COLUMNS, insert_orders);
	m->new_lines = crm_insert_open(s, "new_line", LINE_COLUMNS, insert_lines);
	if (!m->new_orders || !m->new_lines || ask_number(m, NEXT_ORDER, &m->next_order) != 0 ||
	    ask_number(m, ANY_LINE, &lines) != 0) {
		crm_orders_close(m);
		return NULL;
	}
	m->first = !lines;
	return m;
}

void crm_orders_close(struct crm_orders *m)
{
	if (!m)
		return;
	crm_insert_close(m->new_orders);
	crm_insert_close(m->new_lines);
	crm_sql_release(&m->sql);
	crm_sorter_free(m->pending);
	free(m->seen);
	free(m->again);
	free(m->touched.byte);
	free(m->cancelled.byte);
	free(m);
}

void crm_orders_counts(const struct crm_orders *m, int64_t *new_orders, int64_t *new_lines, int64_t *changed)
{
	*new_orders = m->orders_added;
	*new_lines = m->lines_added;
	*changed = m->changed;
}

static void put_bit(struct bits *b, int64_t i, int on)
{
	size_t need = (size_t)i / 8 + 1, old = b->cap;

	if (need > old) {
		b->cap = crm_array_capacity(old, need);
		b->byte = crm_realloc(b->byte, b->cap);
		memset(b->byte + old, 0, b->cap - old);
	}
	if (on)
		b->byte[i / 8] |= (unsigned char)(1 << i % 8);
	else
		b->byte[i / 8] &= (unsigned char)~(1 << i % 8);
}

static int get_bit(const struct bits *b, int64_t i)
{
	return (size_t)i / 8 < b->cap && b->byte[i / 8] >> i % 8 & 1;
}

static void touch(struct crm_orders *m, int64_t record_id)
{
	put_bit(&m->touched, record_id, 1);
}

static uint32_t *seen(struct crm_orders *m, int64_t order_id)
{
	size_t need = (size_t)order_id + 1, old = m->seen_cap;

	if (need > old) {
		m->seen_cap = crm_array_capacity(old, need);
		m->seen = crm_realloc(m->seen, m->seen_cap * sizeof *m->seen);
		memset(m->seen + old, 0, (m->seen_cap - old) * sizeof *m->seen);
	}
	return &m->seen[order_id];
}

static int put_line(struct crm_orders *m, const struct crm_waiting_line *l)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, PUT_LINE);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, l->record_id);
	crm_stmt_int(st, 2, l->day);
	crm_stmt_int(st, 3, l->order_id);
	crm_stmt_int(st, 4, l->number);
	crm_stmt_int(st, 5, l->product_id);
	crm_stmt_int(st, 6, l->quantity);
	if (l->unit_price == CRM_UNKNOWN)
		crm_stmt_null(st, 7);
	else
		crm_stmt_int(st, 7, l->unit_price);
	crm_stmt_int(st, 8, l->amount);
	return crm_stmt_run(st);
}

static void offer_line(struct crm_orders *m, const struct crm_waiting_line *l)
{
	struct crm_value *v = crm_insert_row(m->new_lines);

	crm_value_int(v++, l->record_id);
	crm_value_int(v++, l->day);
	crm_value_int(v++, l->order_id);
	crm_value_int(v++, l->number);
	crm_value_int(v++, l->product_id);
	crm_value_int(v++, l->quantity);
	if (l->unit_price != CRM_UNKNOWN)
		crm_value_int(v, l->unit_price);
	crm_value_int(v + 1, l->amount);
}

static int write_lines(struct crm_orders *m)
{
	return crm_insert_run(m->new_lines) || crm_operation_step(m->op) ? -1 : 0;
}

static int write_pending(struct crm_orders *m, struct crm_sums *sums)
{
	int bad = crm_operation_keep(m->op, 0), got = 0;
	struct crm_waiting_line l;

	while (!bad && (got = crm_sorter_next(m->pending, &l)) == 1) {
		offer_line(m, &l);
		if (m->first && !get_bit(&m->cancelled, l.order_id))
			bad = crm_sums_line(sums, l.record_id, l.day, l.order_id, l.amount);
		if (!bad && crm_insert_rows(m->new_lines) == LINES_AT_ONCE)
			bad = write_lines(m);
	}
	bad = bad || got < 0 || write_lines(m) || (m->first && crm_sums_end(sums));
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

static const char *status_of(const struct crm_waiting_order *w)
{
	return w->is_void ? "void" : NULL;
}

static void offer_order(struct crm_orders *m, const struct crm_order_batch *b, const struct crm_waiting_order *w, int64_t order_id)
{
	struct crm_value *v = crm_insert_row(m->new_orders);

	crm_value_int(v++, order_id);
	crm_value_int(v++, w->source_id);
	crm_value_string(v++, b->keys.s + w->key);
	crm_value_int(v++, w->record_id);
	crm_value_int(v++, w->day);
	if (w->second >= 0)
		crm_value_int(v, w->second);
	crm_value_text(v + 1, status_of(w));
	v += 2;
	crm_value_int(v++, (int64_t)w->n);
	crm_value_int(v++, crm_operation_id(m->op));
	crm_value_int(v, crm_operation_id(m->op));
}

/* each under the next free id; *added of them are new, the others' numbers are taken */
static int offer_orders(struct crm_orders *m, const struct crm_order_batch *b, size_t *added)
{
	int64_t before = crm_store_changes(m->store);
	int bad;

	if (crm_operation_keep(m->op, 0) != 0)
		return -1;
	for (size_t i = 0; i < b->waits; i++)
		offer_order(m, b, &b->waiting[i], m->next_order + (int64_t)i);
	bad = crm_insert_run(m->new_orders);
	*added = (size_t)(crm_store_changes(m->store) - before);
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

static void number_lines(struct crm_orders *m, struct crm_order_batch *b, const struct crm_waiting_order *w, int64_t order_id)
{
	uint32_t *count = seen(m, order_id);

	for (size_t i = w->first; i < w->first + w->n; i++) {
		b->line[i].order_id = order_id;
		b->line[i].number = ++*count;
	}
}

static int end_new(struct crm_orders *m, struct crm_order_batch *b, const struct crm_waiting_order *w, int64_t order_id)
{
	number_lines(m, b, w, order_id);
	for (size_t i = w->first; i < w->first + w->n; i++)
		if (crm_sorter_add(m->pending, &b->line[i]) != 0)
			return -1;
	m->lines_added += (int64_t)w->n;
	touch(m, w->record_id);
	if (w->is_void || get_bit(&m->cancelled, order_id))
		put_bit(&m->cancelled, order_id, w->is_void);
	return 0;
}

struct stored {
	int64_t order_id, record_id, day, second, lines, created_op;
	int is_void;
};

/* brought by this operation: in this file, or in one before it */
static int is_own(const struct crm_orders *m, int64_t created_op)
{
	return created_op == crm_operation_id(m->op);
}

/* what is done to an order of its own needs no changeset: undo removes it as a whole */
static int keep_unless_own(struct crm_orders *m, int64_t created_op, int on)
{
	return is_own(m, created_op) ? crm_operation_keep(m->op, on) : 0;
}

static int find_order(struct crm_orders *m, struct crm_order_batch *b, const struct crm_waiting_order *w, struct stored *o)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, FIND_ORDER);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, w->source_id);
	crm_stmt_string(st, 2, b->keys.s + w->key);
	if (crm_stmt_step(st) != 1)
		return -1;
	*o = (struct stored){ crm_stmt_col_int(st, 0), crm_stmt_col_int(st, 1), crm_stmt_col_int(st, 2),
			      crm_stmt_col_null(st, 3) ? -1 : crm_stmt_col_int(st, 3), crm_stmt_col_int(st, 5),
			      crm_stmt_col_int(st, 6), !crm_stmt_col_null(st, 4) };
	crm_stmt_reset(st);
	return 0;
}

static int set_order(struct crm_orders *m, const struct crm_waiting_order *w, int64_t order_id, int64_t lines)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, SET_ORDER);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, order_id);
	crm_stmt_int(st, 2, w->record_id);
	crm_stmt_int(st, 3, w->day);
	if (w->second < 0)
		crm_stmt_null(st, 4);
	else
		crm_stmt_int(st, 4, w->second);
	crm_stmt_text(st, 5, status_of(w));
	crm_stmt_int(st, 6, lines);
	crm_stmt_int(st, 7, crm_operation_id(m->op));
	return crm_stmt_run(st);
}

static int drop_lines(struct crm_orders *m, int64_t record_id, int64_t day, int64_t order_id, int64_t after)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, DROP_LINES);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, record_id);
	crm_stmt_int(st, 2, day);
	crm_stmt_int(st, 3, order_id);
	crm_stmt_int(st, 4, after);
	return crm_stmt_run(st);
}

/* the order was in the store: write only what differs, line by line */
static int end_again(struct crm_orders *m, struct crm_order_batch *b, const struct crm_waiting_order *w, const struct stored *o)
{
	int64_t before, had = *seen(m, o->order_id), now = had + (int64_t)w->n;
	int moved = o->record_id != w->record_id || o->day != w->day;

	number_lines(m, b, w, o->order_id);
	before = crm_store_changes(m->store);
	if (moved && !had && drop_lines(m, o->record_id, o->day, o->order_id, 0) != 0)
		return -1;
	for (size_t i = w->first; i < w->first + w->n; i++)
		if (put_line(m, &b->line[i]) != 0)
			return -1;
	if (!had) {
		CRM_GROW(m->again, m->agains, m->again_cap);
		m->again[m->agains++] = o->order_id;
	}
	if (crm_store_changes(m->store) == before && !moved && o->second == w->second && o->is_void == w->is_void &&
	    now <= o->lines)
		return 0;
	m->changed++;
	touch(m, w->record_id);
	touch(m, o->record_id);
	return set_order(m, w, o->order_id, now > o->lines ? now : o->lines);
}

/* a new order that was in this file before */
static int end_more(struct crm_orders *m, struct crm_order_batch *b, const struct crm_waiting_order *w, const struct stored *o)
{
	return end_new(m, b, w, o->order_id) || set_order(m, w, o->order_id, *seen(m, o->order_id)) ? -1 : 0;
}

/* the order was in this file before, further up: its lines go on, under its first day; 1, or 0 for another customer */
static int go_on(struct crm_order_batch *b, struct crm_waiting_order *w, const struct stored *o)
{
	if (o->record_id != w->record_id) {
		w->refused = "this order came before with another customer";
		return 0;
	}
	w->day = o->day;
	w->second = o->second;
	for (size_t i = w->first; i < w->first + w->n; i++)
		b->line[i].day = o->day;
	return 1;
}

/* what became of an order that was offered under this id */
static int settle(struct crm_orders *m, struct crm_order_batch *b, struct crm_waiting_order *w, int64_t offered, int surely_new)
{
	struct stored o;
	int here, bad;

	if (!surely_new && find_order(m, b, w, &o) != 0)
		return -1;
	if (surely_new || o.order_id == offered) {
		m->orders_added++;
		return end_new(m, b, w, offered);
	}
	here = *seen(m, o.order_id) > 0;
	if (here && !go_on(b, w, &o))
		return 0;
	if (keep_unless_own(m, o.created_op, 0) != 0)
		return -1;
	bad = here && is_own(m, o.created_op) ? end_more(m, b, w, &o) : end_again(m, b, w, &o);
	return keep_unless_own(m, o.created_op, 1) || bad || crm_operation_step(m->op) ? -1 : 0;
}

int crm_orders_write(struct crm_orders *m, struct crm_order_batch *b)
{
	size_t added = 0;
	int bad = offer_orders(m, b, &added);

	for (size_t i = 0; i < b->waits && !bad; i++)
		bad = settle(m, b, &b->waiting[i], m->next_order + (int64_t)i, added == b->waits);
	/* ids of orders that were there are not given: with none added, none is */
	m->next_order += added ? (int64_t)b->waits : 0;
	return bad || crm_operation_step(m->op) ? -1 : 0;
}

/* an order that came again with fewer lines than it had */
static int trim(struct crm_orders *m, int64_t order_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, COUNT_LINES), *set = crm_sql_get(&m->sql, SET_LINES);
	int64_t record, day, lines, created_op, now = *seen(m, order_id);
	int bad;

	if (!st || !set)
		return -1;
	crm_stmt_int(st, 1, order_id);
	if (crm_stmt_step(st) != 1)
		return -1;
	record = crm_stmt_col_int(st, 0);
	day = crm_stmt_col_int(st, 1);
	lines = crm_stmt_col_int(st, 2);
	created_op = crm_stmt_col_int(st, 3);
	crm_stmt_reset(st);
	if (lines <= now)
		return 0;
	touch(m, record);
	m->changed++;
	if (keep_unless_own(m, created_op, 0) != 0)
		return -1;
	crm_stmt_int(set, 1, order_id);
	crm_stmt_int(set, 2, now);
	crm_stmt_int(set, 3, crm_operation_id(m->op));
	bad = crm_stmt_run(set) || drop_lines(m, record, day, order_id, now);
	return keep_unless_own(m, created_op, 1) || bad ? -1 : 0;
}

static size_t count_touched(const struct crm_orders *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->touched.cap; i++)
		n += (size_t)__builtin_popcount(m->touched.byte[i]);
	return n;
}

static int refresh_sums(struct crm_orders *m, struct crm_sums *sums)
{
	int bad = 0;

	/* one pass over all lines costs as much as the single sums of every eighth record */
	if (count_touched(m) > (size_t)crm_order_keys_records(m->known) / 8)
		return crm_sums_refresh_all(sums, m->changed > 0);
	for (size_t i = 0; i < m->touched.cap * 8 && !bad; i++)
		if (get_bit(&m->touched, (int64_t)i))
			bad = crm_sums_refresh(sums, (int64_t)i) || crm_operation_step(m->op);
	return bad ? -1 : 0;
}

int crm_orders_finish(struct crm_orders *m)
{
	struct crm_sums *sums = crm_sums_open(m->store, m->op);
	int bad = write_pending(m, sums);

	for (size_t i = 0; i < m->agains && !bad; i++)
		bad = trim(m, m->again[i]);
	/* what was made while lines were written holds unless lines of this run were changed by it, too */
	if (!bad && (!m->first || m->changed))
		bad = refresh_sums(m, sums);
	crm_sums_close(sums);
	return bad ? -1 : 0;
}
