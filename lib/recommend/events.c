#include <crm/events.h>
#include <crm/array.h>
#include <crm/buf.h>

#include <stdlib.h>
#include <string.h>

struct name {
	const char *s;
	size_t n;
	uint32_t id;
};

static int by_bytes(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);

	return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* shorter ids first: customer numbers ascend as numbers */
static int by_length(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return x->n != y->n ? (x->n > y->n) - (x->n < y->n) : by_bytes(a, b);
}

static void names_init(struct crm_names *names)
{
	*names = (struct crm_names){ .map = crm_map_new() };
}

static void names_release(struct crm_names *names)
{
	crm_map_free(names->map);
	free(names->rank);
	free(names->at);
}

static void names_sort(struct crm_names *names, int (*order)(const void *, const void *))
{
	uint32_t n = crm_map_count(names->map);
	struct name *all = crm_calloc(n + 1u, sizeof *all);

	for (uint32_t id = 0; id < n; id++)
		all[id] = (struct name){ crm_map_key(names->map, id), crm_map_key_len(names->map, id), id };
	qsort(all, n, sizeof *all, order);
	names->rank = crm_calloc(n + 1u, sizeof *names->rank);
	names->at = crm_calloc(n + 1u, sizeof *names->at);
	for (uint32_t i = 0; i < n; i++) {
		names->at[i] = all[i].id;
		names->rank[all[i].id] = i;
	}
	free(all);
}

/* Rows wait until there are AHEAD of them: their ids are looked up together (see crm_map_put_many). */
enum { AHEAD = 256 };

struct crm_events_ahead {
	size_t n;
	struct crm_event event[AHEAD];
	struct crm_buf text;
	size_t at[3][AHEAD], length[3][AHEAD]; /* customers, products, orders in text */
};

static void release_ahead(struct crm_events *e)
{
	if (e->ahead)
		crm_buf_release(&e->ahead->text);
	free(e->ahead);
	e->ahead = NULL;
}

void crm_events_init(struct crm_events *e)
{
	*e = (struct crm_events){ 0 };
	names_init(&e->customer);
	names_init(&e->product);
	e->order_ids = crm_map_new();
	crm_map_puts(e->order_ids, "");        /* 0: none */
	e->ahead = crm_alloc(sizeof *e->ahead);
	crm_buf_init(&e->ahead->text);
}

void crm_events_release(struct crm_events *e)
{
	names_release(&e->customer);
	names_release(&e->product);
	crm_map_free(e->order_ids);
	release_ahead(e);
	free(e->event);
	free(e->start);
	*e = (struct crm_events){ 0 };
}

static void look_up(struct crm_map *m, const struct crm_events_ahead *a, int which, uint32_t *id)
{
	const char *key[AHEAD];

	for (size_t i = 0; i < a->n; i++)
		key[i] = a->text.s + a->at[which][i];
	crm_map_put_many(m, key, a->length[which], a->n, id);
}

/* the rows that wait become events */
static void take_in(struct crm_events *e)
{
	uint32_t customer[AHEAD], product[AHEAD], order[AHEAD];
	struct crm_events_ahead *a = e->ahead;

	look_up(e->customer.map, a, 0, customer);
	look_up(e->product.map, a, 1, product);
	look_up(e->order_ids, a, 2, order);
	for (size_t i = 0; i < a->n; i++) {
		a->event[i].customer = customer[i];
		a->event[i].product = product[i];
		a->event[i].order = order[i];
		CRM_GROW(e->event, e->n, e->cap);
		e->event[e->n++] = a->event[i];
	}
	a->n = 0;
	crm_buf_reset(&a->text);
}

static void wait_text(struct crm_events_ahead *a, int which, const char *s, size_t n)
{
	a->at[which][a->n] = a->text.n;
	a->length[which][a->n] = n;
	crm_buf_add(&a->text, s, n);
}

void crm_events_add(struct crm_events *e, const char *customer, size_t customer_n, const char *product,
		    size_t product_n, const char *order, size_t order_n, int64_t when, float quantity)
{
	struct crm_events_ahead *a = e->ahead;

	wait_text(a, 0, customer, customer_n);
	wait_text(a, 1, product, product_n);
	wait_text(a, 2, order, order_n);
	a->event[a->n++] = (struct crm_event){ .when = when, .quantity = quantity };
	if (a->n == AHEAD)
		take_in(e);
}

/* the events customer by customer, customers and products renumbered */
static void scatter(struct crm_events *e)
{
	struct crm_event *sorted = crm_realloc(NULL, (e->n + 1) * sizeof *sorted);
	size_t *next;

	e->start = crm_calloc(e->customers + 1u, sizeof *e->start);
	for (size_t i = 0; i < e->n; i++)
		e->start[e->customer.rank[e->event[i].customer] + 1u]++;
	for (uint32_t c = 0; c < e->customers; c++)
		e->start[c + 1u] += e->start[c];
	next = crm_calloc(e->customers + 1u, sizeof *next);
	memcpy(next, e->start, (e->customers + 1u) * sizeof *next);
	for (size_t i = 0; i < e->n; i++) {
		struct crm_event v = e->event[i];

		v.customer = e->customer.rank[v.customer];
		v.product = e->product.rank[v.product];
		sorted[next[v.customer]++] = v;
	}
	free(next);
	free(e->event);
	e->event = sorted;
	e->cap = e->n + 1;
}

static int by_order(const void *a, const void *b)
{
	const struct crm_event *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static int by_time(const void *a, const void *b)
{
	const struct crm_event *x = a, *y = b;

	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->product != y->product)
		return x->product < y->product ? -1 : 1;
	return (x->quantity > y->quantity) - (x->quantity < y->quantity);
}

/* an order is as late as its last line, or its lines would not stay together */
static void date_orders(struct crm_event *v, size_t n)
{
	size_t named = 0;

	qsort(v, n, sizeof *v, by_order);
	while (named < n && !v[named].order)
		named++;
	for (size_t i = named, next; i < n; i = next) {
		int64_t when = v[i].when;

		for (next = i; next < n && v[next].order == v[i].order; next++)
			if (v[next].when > when)
				when = v[next].when;
		for (size_t k = i; k < next; k++)
			v[k].when = when;
	}
}

static struct name name_of(const struct crm_map *ids, uint32_t order)
{
	return (struct name){ crm_map_key(ids, order), crm_map_key_len(ids, order), order };
}

/* events of several orders at one time: the orders by the bytes of their ids */
static void order_by_id(const struct crm_map *ids, struct crm_event *v, size_t n)
{
	struct name *order = crm_calloc(n, sizeof *order);
	size_t orders = 0;

	for (size_t i = 0; i < n; i++)
		if (!i || v[i].order != v[i - 1].order)
			order[orders++] = name_of(ids, v[i].order);
	qsort(order, orders, sizeof *order, by_bytes);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < orders; k++)
			if (order[k].id == v[i].order) {
				v[i].order = (uint32_t)k;
				break;
			}
	qsort(v, n, sizeof *v, by_time);
	free(order);
}

static void settle_customer(struct crm_events *e, struct crm_event *v, size_t n)
{
	if (crm_map_count(e->order_ids) > 1)
		date_orders(v, n);
	qsort(v, n, sizeof *v, by_time);
	for (size_t i = 0, next; i < n; i = next) {
		for (next = i + 1; next < n && v[next].when == v[i].when; next++)
			;
		if (v[i].order != v[next - 1].order)
			order_by_id(e->order_ids, v + i, next - i);
	}
	for (size_t i = 0, next; i < n; i = next) {
		uint32_t order = v[i].order;
		int64_t when = v[i].when;

		for (next = i; next < n && v[next].order == order && v[next].when == when; next++)
			v[next].order = e->orders;
		e->orders++;
	}
}

void crm_events_settle(struct crm_events *e)
{
	take_in(e);
	release_ahead(e);
	names_sort(&e->customer, by_length);
	names_sort(&e->product, by_bytes);
	e->customers = crm_map_count(e->customer.map);
	e->products = crm_map_count(e->product.map);
	scatter(e);
	for (uint32_t c = 0; c < e->customers; c++)
		settle_customer(e, e->event + e->start[c], e->start[c + 1u] - e->start[c]);
	crm_map_free(e->order_ids);
	e->order_ids = NULL;
}

const char *crm_events_customer(const struct crm_events *e, uint32_t customer)
{
	return crm_map_key(e->customer.map, e->customer.at[customer]);
}

const char *crm_events_product(const struct crm_events *e, uint32_t product)
{
	return crm_map_key(e->product.map, e->product.at[product]);
}

static uint32_t find(const struct crm_names *names, const char *id)
{
	uint32_t n = crm_map_finds(names->map, id);

	return n == CRM_MAP_NONE ? n : names->rank[n];
}

uint32_t crm_events_find_customer(const struct crm_events *e, const char *id)
{
	return find(&e->customer, id);
}

uint32_t crm_events_find_product(const struct crm_events *e, const char *id)
{
	return find(&e->product, id);
}

size_t *crm_events_hold_out(const struct crm_events *e)
{
	size_t *end = crm_calloc(e->customers + 1u, sizeof *end);

	for (uint32_t c = 0; c < e->customers; c++) {
		size_t i = e->start[c + 1u];

		while (i > e->start[c] && e->event[i - 1].order == e->event[e->start[c + 1u] - 1].order)
			i--;
		end[c] = i;
	}
	return end;
}

size_t *crm_events_hold_from(const struct crm_events *e, int64_t when)
{
	size_t *end = crm_calloc(e->customers + 1u, sizeof *end);

	for (uint32_t c = 0; c < e->customers; c++) {
		end[c] = e->start[c + 1u];
		while (end[c] > e->start[c] && e->event[end[c] - 1].when >= when)
			end[c]--;
	}
	return end;
}

void crm_events_drop_last(struct crm_events *e)
{
	size_t *end = crm_events_hold_out(e), n = 0;
	uint32_t orders = 0, last = UINT32_MAX;

	for (uint32_t c = 0; c < e->customers; c++) {
		size_t from = e->start[c], till = end[c] == from ? e->start[c + 1u] : end[c];

		e->start[c] = n;
		for (size_t i = from; i < till; i++, n++) {
			orders += e->event[i].order != last;
			last = e->event[i].order;
			e->event[n] = e->event[i];
			e->event[n].order = orders - 1;
		}
	}
	e->start[e->customers] = n;
	e->n = n;
	e->orders = orders;
	free(end);
}
