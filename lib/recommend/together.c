#include <crm/together.h>
#include <crm/mem.h>

#include <math.h>
#include <stdlib.h>

/* counts the distinct products of one order (its events lie together, products ascending) */
static void count(uint32_t *orders, const struct crm_event *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!i || v[i].product != v[i - 1].product)
			orders[v[i].product]++;
}

static int holds(const struct crm_event *v, size_t n, uint32_t product)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].product == product)
			return 1;
	return 0;
}

static void count_orders(const struct crm_events *e, uint32_t product, uint32_t *orders, uint32_t *both)
{
	for (size_t i = 0, next; i < e->n; i = next) {
		for (next = i + 1; next < e->n && e->event[next].order == e->event[i].order; next++)
			;
		count(orders, e->event + i, next - i);
		if (holds(e->event + i, next - i, product))
			count(both, e->event + i, next - i);
	}
}

size_t crm_together_find(const struct crm_events *e, uint32_t product, double shrink, uint32_t support,
			 const unsigned char *barred, struct crm_together *out, size_t most)
{
	uint32_t *orders = crm_calloc(e->products + 1u, sizeof *orders);
	uint32_t *both = crm_calloc(e->products + 1u, sizeof *both);
	struct crm_topn top;
	size_t n;

	count_orders(e, product, orders, both);
	crm_topn_init(&top, most < e->products ? most : e->products);
	for (uint32_t p = 0; p < e->products; p++)
		if (p != product && both[p] && both[p] >= support && !(barred && barred[p]))
			crm_topn_offer(&top, p, both[p] / (sqrt((double)orders[p] * orders[product]) + shrink));
	crm_topn_sort(&top);
	n = top.n;
	for (size_t i = 0; i < n; i++) {
		uint32_t p = top.best[i].item;

		out[i] = (struct crm_together){
			.product = p, .support = both[p], .score = top.best[i].score,
			.confidence = (double)both[p] / orders[product],
			.lift = (double)both[p] * e->orders / ((double)orders[p] * orders[product]),
		};
	}
	crm_topn_release(&top);
	free(orders);
	free(both);
	return n;
}
