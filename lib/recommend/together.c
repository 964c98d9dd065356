#include <crm/together.h>
#include <crm/mem.h>

#include <math.h>
#include <stdlib.h>

/* the end of the basket that begins at event i */
static size_t basket_end(const struct crm_events *e, enum crm_basket basket, size_t i)
{
	const struct crm_event *v = e->event;
	size_t next = i + 1;

	if (basket == CRM_BASKET_CUSTOMER)
		return e->start[v[i].customer + 1u];
	while (next < e->n && v[next].order == v[i].order)
		next++;
	return next;
}

static int holds(const struct crm_event *v, size_t n, uint32_t product)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].product == product)
			return 1;
	return 0;
}

/* in how many baskets each product is, alone and together with the one; returns the number of baskets */
static uint32_t count(const struct crm_events *e, enum crm_basket basket, uint32_t product, uint32_t *all,
		      uint32_t *both)
{
	uint32_t *seen = crm_calloc(e->products + 1u, sizeof *seen), baskets = 0;

	for (size_t i = 0, next; i < e->n; i = next) {
		int with;

		next = basket_end(e, basket, i);
		with = holds(e->event + i, next - i, product);
		baskets++;
		for (size_t k = i; k < next; k++) {
			uint32_t p = e->event[k].product;

			if (seen[p] == baskets)
				continue;
			seen[p] = baskets;
			all[p]++;
			both[p] += (uint32_t)with;
		}
	}
	free(seen);
	return baskets;
}

size_t crm_together_find(const struct crm_events *e, enum crm_basket basket, uint32_t product, double shrink,
			 uint32_t support, const unsigned char *barred, struct crm_together *out, size_t most)
{
	uint32_t *all = crm_calloc(e->products + 1u, sizeof *all), baskets;
	uint32_t *both = crm_calloc(e->products + 1u, sizeof *both);
	struct crm_topn top;
	size_t n;

	baskets = count(e, basket, product, all, both);
	crm_topn_init(&top, most < e->products ? most : e->products);
	for (uint32_t p = 0; p < e->products; p++)
		if (p != product && both[p] && both[p] >= support && !(barred && barred[p]))
			crm_topn_offer(&top, p, both[p] / (sqrt((double)all[p] * all[product]) + shrink));
	crm_topn_sort(&top);
	n = top.n;
	for (size_t i = 0; i < n; i++) {
		uint32_t p = top.best[i].item;

		out[i] = (struct crm_together){
			.product = p, .support = both[p], .score = top.best[i].score,
			.confidence = (double)both[p] / all[product],
			.lift = (double)both[p] * baskets / ((double)all[p] * all[product]),
		};
	}
	crm_topn_release(&top);
	free(all);
	free(both);
	return n;
}
