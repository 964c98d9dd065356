#include <crm/order.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/keys.h>
#include <crm/sorter.h>
#include <crm/source.h>

#include <stdlib.h>
#include <string.h>

enum {
	NEXT_ORDER, ADD_ORDER, FIND_ORDER, SET_ORDER, ADD_LINE, PUT_LINE, DROP_LINES, COUNT_LINES, RECORDS, PRODUCTS, STATEMENTS
};

static const char *const text[STATEMENTS] = {
	[NEXT_ORDER] = "SELECT coalesce(max(order_id), 0) + 1 FROM orders",
	[ADD_ORDER] = "INSERT INTO orders (source_id, key, record_id, day, second, status, lines, created_op, changed_op,"
		      " order_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9) ON CONFLICT DO NOTHING",
	[FIND_ORDER] = "SELECT order_id, record_id, day, second, status, lines, created_op FROM orders"
		       " WHERE source_id = ?1 AND key = ?2",
	[SET_ORDER] = "UPDATE orders SET record_id = ?2, day = ?3, second = ?4, status = ?5, lines = ?6, changed_op = ?7"
		      " WHERE order_id = ?1",
	[ADD_LINE] = "INSERT INTO order_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[PUT_LINE] = "INSERT INTO order_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
		     " ON CONFLICT DO UPDATE SET product_id = ?5, quantity = ?6, unit_price = ?7, amount = ?8"
		     " WHERE (product_id, quantity, unit_price, amount) IS NOT (?5, ?6, ?7, ?8)",
	[DROP_LINES] = "DELETE FROM order_line WHERE record_id = ?1 AND day = ?2 AND order_id = ?3 AND line > ?4",
	[COUNT_LINES] = "SELECT record_id, day, lines FROM orders WHERE order_id = ?1",
	[RECORDS] = "SELECT key, record_id FROM record WHERE source_id = ?1",
	[PRODUCTS] = "SELECT key, product_id FROM product",
};

struct line {
	int64_t record_id, day, order_id, number, product_id, quantity, unit_price, amount;
};

struct source {
	char *name;
	int64_t id;
	struct crm_keys records;
};

struct crm_orders {
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_sql sql;
	struct source *source;
	size_t sources, source_cap;
	struct crm_keys products;
	/* the order being collected */
	struct crm_order order;
	struct crm_buf key;
	struct source *of;
	int64_t record_id;
	int open;
	struct line *current;
	size_t lines, line_cap;
	/* lines of new orders, written sorted at the end: the table is clustered by record */
	struct crm_sorter *pending;
	uint32_t *seen;            /* per order id: lines that this run has delivered */
	size_t seen_cap;
	int64_t *again;            /* orders that were there before this run and came again */
	size_t agains, again_cap;
	unsigned char *touched;    /* bit per record id: its sums are to be computed */
	size_t touched_cap;
	int64_t records;           /* in the sources that were met */
	int64_t next_order, new_orders, new_lines, changed;
};

enum { PENDING_MAX = 1 << 20 };    /* in memory: 64 MiB */

static int by_place(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->record_id != y->record_id)
		return x->record_id < y->record_id ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->order_id != y->order_id)
		return x->order_id < y->order_id ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* ---- sources and their customers ---- */

static struct source *find_source(struct crm_orders *m, const char *name)
{
	struct crm_stmt *st;
	struct source *s;

	for (size_t i = 0; i < m->sources; i++)
		if (!strcmp(m->source[i].name, name))
			return &m->source[i];
	CRM_GROW(m->source, m->sources, m->source_cap);
	s = &m->source[m->sources];
	*s = (struct source){ .name = crm_strdup(name), .id = crm_source_id(m->store, NULL, name, NULL) };
	m->sources++;
	if (!(st = crm_sql_get(&m->sql, RECORDS)))
		return NULL;
	crm_stmt_int(st, 1, s->id);
	if (crm_keys_load(&s->records, st) != 0)
		return NULL;
	m->records += crm_map_count(s->records.map);
	return s;
}

static int find_next_order(struct crm_orders *m)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, NEXT_ORDER);

	if (!st || crm_stmt_step(st) != 1)
		return -1;
	m->next_order = crm_stmt_col_int(st, 0);
	crm_stmt_reset(st);
	return 0;
}

struct crm_orders *crm_orders_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_orders *m = crm_alloc(sizeof *m);

	m->store = s;
	m->op = op;
	crm_buf_init(&m->key);
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	m->pending = crm_sorter_new(sizeof(struct line), PENDING_MAX, by_place);
	if (crm_keys_load(&m->products, crm_sql_get(&m->sql, PRODUCTS)) != 0 || find_next_order(m) != 0) {
		crm_orders_close(m);
		return NULL;
	}
	return m;
}

void crm_orders_close(struct crm_orders *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->sources; i++) {
		free(m->source[i].name);
		crm_keys_release(&m->source[i].records);
	}
	crm_keys_release(&m->products);
	crm_sql_release(&m->sql);
	crm_buf_release(&m->key);
	free(m->source);
	free(m->current);
	crm_sorter_free(m->pending);
	free(m->seen);
	free(m->again);
	free(m->touched);
	free(m);
}

void crm_orders_counts(const struct crm_orders *m, int64_t *new_orders, int64_t *new_lines, int64_t *changed)
{
	*new_orders = m->new_orders;
	*new_lines = m->new_lines;
	*changed = m->changed;
}

/* ---- collecting one order ---- */

int crm_orders_begin(struct crm_orders *m, const struct crm_order *o, const char **why)
{
	if (!(m->of = find_source(m, o->source)))
		return -1;
	m->lines = 0;
	m->open = 0;
	if (!m->of->id) {
		*why = "no records of this source are in the store";
		return 0;
	}
	if (!(m->record_id = crm_keys_find(&m->of->records, o->customer))) {
		*why = "no such customer in this source";
		return 0;
	}
	m->order = *o;
	crm_buf_reset(&m->key);
	crm_buf_puts(&m->key, o->key);
	m->order.status = o->status && *o->status ? "void" : NULL;
	m->open = 1;
	return 1;
}

int crm_orders_line(struct crm_orders *m, const struct crm_order_line *l, const char **why)
{
	int64_t product = crm_keys_find(&m->products, l->product);

	if (!product) {
		*why = "no such product in the store";
		return 0;
	}
	CRM_GROW(m->current, m->lines, m->line_cap);
	m->current[m->lines++] = (struct line){ m->record_id, m->order.day, 0, 0, product,
						l->quantity, l->unit_price, l->amount };
	return 1;
}

void crm_orders_drop(struct crm_orders *m)
{
	m->open = 0;
	m->lines = 0;
}

/* ---- writing ---- */

static void touch(struct crm_orders *m, int64_t record_id)
{
	size_t need = (size_t)record_id / 8 + 1, old = m->touched_cap;

	if (need > old) {
		m->touched_cap = crm_array_capacity(old, need);
		m->touched = crm_realloc(m->touched, m->touched_cap);
		memset(m->touched + old, 0, m->touched_cap - old);
	}
	m->touched[record_id / 8] |= (unsigned char)(1 << record_id % 8);
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

static int put_line(struct crm_orders *m, int statement, const struct line *l)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, statement);

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

static int write_pending(struct crm_orders *m)
{
	int bad = crm_operation_keep(m->op, 0), got = 0;
	struct line l;

	while (!bad && (got = crm_sorter_next(m->pending, &l)) == 1)
		bad = put_line(m, ADD_LINE, &l) || crm_operation_step(m->op);
	return crm_operation_keep(m->op, 1) || bad || got < 0 ? -1 : 0;
}

static void bind_order(struct crm_stmt *st, int first, const struct crm_orders *m, int64_t lines)
{
	crm_stmt_int(st, first, m->record_id);
	crm_stmt_int(st, first + 1, m->order.day);
	if (m->order.second < 0)
		crm_stmt_null(st, first + 2);
	else
		crm_stmt_int(st, first + 2, m->order.second);
	crm_stmt_text(st, first + 3, m->order.status);
	crm_stmt_int(st, first + 4, lines);
	crm_stmt_int(st, first + 5, crm_operation_id(m->op));
}

/* 1 and *id: it is new; 0: the key is taken; -1 */
static int add_order(struct crm_orders *m, int64_t *id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, ADD_ORDER);
	int64_t before = crm_store_changes(m->store);
	int bad;

	if (!st || crm_operation_keep(m->op, 0) != 0)
		return -1;
	*id = m->next_order;
	crm_stmt_int(st, 1, m->of->id);
	crm_stmt_string(st, 2, m->key.s);
	bind_order(st, 3, m, (int64_t)m->lines);
	crm_stmt_int(st, 9, *id);
	bad = crm_stmt_run(st);
	if (crm_operation_keep(m->op, 1) != 0 || bad)
		return -1;
	if (crm_store_changes(m->store) == before)
		return 0;
	m->next_order++;
	return 1;
}

static void number_lines(struct crm_orders *m, int64_t order_id)
{
	uint32_t *count = seen(m, order_id);

	for (size_t i = 0; i < m->lines; i++) {
		m->current[i].order_id = order_id;
		m->current[i].number = ++*count;
	}
}

static int end_new(struct crm_orders *m, int64_t order_id)
{
	number_lines(m, order_id);
	for (size_t i = 0; i < m->lines; i++)
		if (crm_sorter_add(m->pending, &m->current[i]) != 0)
			return -1;
	m->new_lines += (int64_t)m->lines;
	touch(m, m->record_id);
	return 0;
}

struct stored {
	int64_t order_id, record_id, day, second, lines, created_op;
	int is_void;
};

static int find_order(struct crm_orders *m, struct stored *o)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, FIND_ORDER);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, m->of->id);
	crm_stmt_string(st, 2, m->key.s);
	if (crm_stmt_step(st) != 1)
		return -1;
	*o = (struct stored){ crm_stmt_col_int(st, 0), crm_stmt_col_int(st, 1), crm_stmt_col_int(st, 2),
			      crm_stmt_col_null(st, 3) ? -1 : crm_stmt_col_int(st, 3), crm_stmt_col_int(st, 5),
			      crm_stmt_col_int(st, 6), !crm_stmt_col_null(st, 4) };
	crm_stmt_reset(st);
	return 0;
}

static int set_order(struct crm_orders *m, int64_t order_id, int64_t lines)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, SET_ORDER);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, order_id);
	bind_order(st, 2, m, lines);
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
static int end_again(struct crm_orders *m, const struct stored *o)
{
	int64_t before, had = *seen(m, o->order_id), now = had + (int64_t)m->lines;
	int moved = o->record_id != m->record_id || o->day != m->order.day;

	number_lines(m, o->order_id);
	before = crm_store_changes(m->store);
	if (moved && !had && drop_lines(m, o->record_id, o->day, o->order_id, 0) != 0)
		return -1;
	for (size_t i = 0; i < m->lines; i++)
		if (put_line(m, PUT_LINE, &m->current[i]) != 0)
			return -1;
	if (!had) {
		CRM_GROW(m->again, m->agains, m->again_cap);
		m->again[m->agains++] = o->order_id;
	}
	if (crm_store_changes(m->store) == before && !moved && o->second == m->order.second &&
	    o->is_void == (m->order.status != NULL) && now <= o->lines)
		return 0;
	m->changed++;
	touch(m, m->record_id);
	touch(m, o->record_id);
	return set_order(m, o->order_id, now > o->lines ? now : o->lines);
}

/* the order was in this file before, further up: its lines go on, under its first day.  1, 0 (*why), -1 */
static int end_more(struct crm_orders *m, const struct stored *o, const char **why)
{
	if (o->record_id != m->record_id) {
		*why = "this order came before with another customer";
		return 0;
	}
	m->order.day = o->day;
	m->order.second = (int)o->second;
	for (size_t i = 0; i < m->lines; i++)
		m->current[i].day = o->day;
	if (end_new(m, o->order_id) != 0 || crm_operation_keep(m->op, 0) != 0)
		return -1;
	return set_order(m, o->order_id, *seen(m, o->order_id)) || crm_operation_keep(m->op, 1) ? -1 : 1;
}

int crm_orders_end(struct crm_orders *m, const char **why)
{
	struct stored o;
	int64_t id = 0;
	int got;

	if (!m->open || !m->lines)
		return 1;
	m->open = 0;
	if ((got = add_order(m, &id)) < 0)
		return -1;
	if (got == 1) {
		m->new_orders++;
		return end_new(m, id) == 0 ? 1 : -1;
	}
	if (find_order(m, &o) != 0)
		return -1;
	if (o.created_op == crm_operation_id(m->op))
		return end_more(m, &o, why);
	return end_again(m, &o) || crm_operation_step(m->op) ? -1 : 1;
}

/* an order that came again with fewer lines than it had */
static int trim(struct crm_orders *m, int64_t order_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, COUNT_LINES);
	struct crm_stmt *set;
	int64_t record, day, lines, now = *seen(m, order_id);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, order_id);
	if (crm_stmt_step(st) != 1)
		return -1;
	record = crm_stmt_col_int(st, 0);
	day = crm_stmt_col_int(st, 1);
	lines = crm_stmt_col_int(st, 2);
	crm_stmt_reset(st);
	if (lines <= now)
		return 0;
	touch(m, record);
	m->changed++;
	if (!(set = crm_stmt_prepare(m->store, "UPDATE orders SET lines = ?2, changed_op = ?3 WHERE order_id = ?1")))
		return -1;
	crm_stmt_int(set, 1, order_id);
	crm_stmt_int(set, 2, now);
	crm_stmt_int(set, 3, crm_operation_id(m->op));
	lines = crm_stmt_run(set);
	crm_stmt_free(set);
	return lines || drop_lines(m, record, day, order_id, now) ? -1 : 0;
}

static size_t count_touched(const struct crm_orders *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->touched_cap; i++)
		n += (size_t)__builtin_popcount(m->touched[i]);
	return n;
}

static int refresh_sums(struct crm_orders *m)
{
	struct crm_sums *sums = crm_sums_open(m->store, m->op);
	int bad = 0;

	/* one pass over all lines costs as much as the single sums of every eighth record */
	if (count_touched(m) > (size_t)m->records / 8)
		bad = crm_sums_refresh_all(sums, m->changed > 0);
	else
		for (size_t i = 0; i < m->touched_cap * 8 && !bad; i++)
			if (m->touched[i / 8] >> i % 8 & 1)
				bad = crm_sums_refresh(sums, (int64_t)i) || crm_operation_step(m->op);
	crm_sums_close(sums);
	return bad ? -1 : 0;
}

int crm_orders_finish(struct crm_orders *m)
{
	if (write_pending(m) != 0)
		return -1;
	for (size_t i = 0; i < m->agains; i++)
		if (trim(m, m->again[i]) != 0)
			return -1;
	return refresh_sums(m);
}
