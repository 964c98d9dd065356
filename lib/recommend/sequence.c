#include <crm/sequence.h>
#include <crm/array.h>
#include <crm/topn.h>

#include <stdlib.h>
#include <string.h>

struct index {
	const struct crm_events *e;
	size_t *order;         /* orders+1: where the events of each begin; orders held out are empty */
	size_t *column;        /* products+1 */
	uint32_t *at;          /* orders that hold the product, ascending, repeated lines repeated */
	unsigned char *fresh;  /* events: the customer's first purchase of the product */
};

static size_t end_of(const struct crm_events *e, const size_t *end, uint32_t customer)
{
	return end ? end[customer] : e->start[customer + 1u];
}

static void index_events(struct index *x, const struct crm_events *e, const size_t *end)
{
	uint32_t *seen = crm_calloc(e->products + 1u, sizeof *seen);

	x->e = e;
	x->order = crm_calloc(e->orders + 2u, sizeof *x->order);
	x->column = crm_calloc(e->products + 2u, sizeof *x->column);
	x->fresh = crm_alloc(e->n + 1);
	for (size_t i = 0; i < e->n; i++)
		x->order[e->event[i].order + 1u] = i + 1;
	for (uint32_t c = 0; c < e->customers; c++)
		for (size_t i = e->start[c]; i < end_of(e, end, c); i++) {
			uint32_t p = e->event[i].product;

			x->fresh[i] = seen[p] != c + 1u;
			seen[p] = c + 1u;
			x->column[p + 2u]++;
		}
	for (uint32_t p = 0; p < e->products; p++)
		x->column[p + 2u] += x->column[p + 1u];
	x->at = crm_calloc(x->column[e->products + 1u] + 1, sizeof *x->at);
	for (uint32_t c = 0; c < e->customers; c++)
		for (size_t i = e->start[c]; i < end_of(e, end, c); i++)
			x->at[x->column[e->event[i].product + 1u]++] = e->event[i].order;
	free(seen);
}

static void index_release(struct index *x)
{
	free(x->order);
	free(x->column);
	free(x->at);
	free(x->fresh);
}

/* adds the new products of the order after this one; 0: there is none, or nothing new in it */
static int add_next(const struct index *x, uint32_t order, uint32_t *sum, uint32_t *met, size_t *n)
{
	const struct crm_event *v = x->e->event;
	size_t from = x->order[order + 1u];
	int any = 0;

	if (from >= x->e->n || v[from].customer != v[from - 1].customer)
		return 0;
	for (size_t i = from; i < x->order[order + 2u]; i++)
		if (x->fresh[i]) {
			if (!sum[v[i].product]++)
				met[(*n)++] = v[i].product;
			any = 1;
		}
	return any;
}

static int by_item(const void *a, const void *b)
{
	const struct crm_scored *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

void crm_sequence_build(struct crm_weights *w, const struct crm_events *e, const size_t *end, double shrink,
			uint32_t keep)
{
	uint32_t *sum = crm_calloc(e->products + 1u, sizeof *sum), *met = crm_calloc(e->products + 1u, sizeof *met);
	struct index x;
	struct crm_topn top;
	size_t cap = 0;

	index_events(&x, e, end);
	crm_topn_init(&top, keep < e->products ? keep : e->products);
	*w = (struct crm_weights){ .products = e->products, .row = crm_calloc(e->products + 1u, sizeof *w->row) };
	for (uint32_t p = 0; p < e->products; p++) {
		size_t n = 0, orders = 0, at = w->row[p];

		for (size_t i = x.column[p]; i < x.column[p + 1u]; i++)
			if (i == x.column[p] || x.at[i] != x.at[i - 1])
				orders += (size_t)add_next(&x, x.at[i], sum, met, &n);
		crm_topn_reset(&top);
		for (size_t i = 0; i < n; i++) {
			crm_topn_offer(&top, met[i], sum[met[i]] / ((double)orders + shrink));
			sum[met[i]] = 0;
		}
		qsort(top.best, top.n, sizeof *top.best, by_item);
		if (at + top.n > cap) {
			cap = crm_array_capacity(cap, at + top.n);
			w->to = crm_realloc(w->to, cap * sizeof *w->to);
			w->weight = crm_realloc(w->weight, cap * sizeof *w->weight);
		}
		for (size_t i = 0; i < top.n; i++, at++) {
			w->to[at] = top.best[i].item;
			w->weight[at] = (float)top.best[i].score;
		}
		w->row[p + 1u] = at;
	}
	crm_topn_release(&top);
	index_release(&x);
	free(sum);
	free(met);
}
