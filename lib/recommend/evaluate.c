#include <crm/evaluate.h>
#include <crm/mem.h>

#include <math.h>
#include <stdlib.h>

struct marks {
	unsigned char *bought, *target;        /* products */
	size_t *offered;       /* products: 1 + best rank with anybody, 0: never offered */
};

/* marks the products of the last order that the mode asks for; their number */
static uint32_t mark_targets(struct marks *k, const struct crm_matrix *m, const struct crm_event *v, size_t n,
			     enum crm_rank_mode mode)
{
	uint32_t customer = v->customer, targets = 0;

	for (size_t i = m->row[customer]; i < m->row[customer + 1u]; i++)
		k->bought[m->product[i]] = 1;
	for (size_t i = 0; i < n; i++) {
		uint32_t p = v[i].product;

		if (mode != CRM_RANK_ALL && k->bought[p] != (mode == CRM_RANK_REPEAT))
			continue;
		targets += !k->target[p];
		k->target[p] = 1;
	}
	for (size_t i = m->row[customer]; i < m->row[customer + 1u]; i++)
		k->bought[m->product[i]] = 0;
	return targets;
}

/* sums, until average */
static void measure(struct crm_evaluation *v, const struct crm_topn *top, const unsigned char *target,
		    uint32_t targets)
{
	double gain = 0, ideal = 0, precision = 0;
	uint32_t hits = 0, possible = targets < v->at ? targets : (uint32_t)v->at;

	for (size_t i = 0; i < top->n && i < v->at; i++)
		if (target[top->best[i].item]) {
			v->mrr += hits ? 0 : 1 / ((double)i + 1);
			gain += 1 / log2((double)i + 2);
			precision += ++hits / ((double)i + 1);
		}
	for (size_t i = 0; i < possible; i++)
		ideal += 1 / log2((double)i + 2);
	v->customers++;
	v->targets += targets;
	v->recall += (double)hits / targets;
	v->precision += (double)hits / (double)v->at;
	v->ndcg += gain / ideal;
	v->map += precision / possible;
	v->hit += hits > 0;
}

static void average(struct crm_evaluation *v, const size_t *offered, uint32_t products)
{
	uint32_t n = 0;

	for (uint32_t p = 0; p < products; p++)
		n += offered[p] && offered[p] <= v->at;
	if (!v->customers)
		return;
	v->recall /= v->customers;
	v->precision /= v->customers;
	v->ndcg /= v->customers;
	v->map /= v->customers;
	v->mrr /= v->customers;
	v->hit /= v->customers;
	v->coverage = (double)n / products;
}

static void note_offers(size_t *offered, const struct crm_topn *top)
{
	for (size_t i = 0; i < top->n; i++)
		if (!offered[top->best[i].item] || i + 1 < offered[top->best[i].item])
			offered[top->best[i].item] = i + 1;
}

void crm_evaluate(struct crm_evaluation *v, size_t n, struct crm_rank *rank, const struct crm_events *e,
		  const size_t *end, uint32_t step)
{
	struct marks k = { crm_alloc(e->products + 1u), crm_alloc(e->products + 1u),
			   crm_calloc(e->products + 1u, sizeof *k.offered) };
	uint32_t asked = 0;

	for (size_t i = 0; i < n; i++)
		v[i] = (struct crm_evaluation){ .at = v[i].at };
	for (uint32_t c = 0; c < e->customers; c++) {
		size_t events = e->start[c + 1u] - end[c];
		uint32_t targets;

		if (!events || end[c] == e->start[c] || asked++ % step)
			continue;
		targets = mark_targets(&k, rank->m, e->event + end[c], events, rank->mode);
		if (targets) {
			crm_rank_customer(rank, c);
			note_offers(k.offered, &rank->top);
			for (size_t i = 0; i < n; i++)
				measure(&v[i], &rank->top, k.target, targets);
		}
		for (size_t i = end[c]; i < e->start[c + 1u]; i++)
			k.target[e->event[i].product] = 0;
	}
	for (size_t i = 0; i < n; i++)
		average(&v[i], k.offered, e->products);
	free(k.bought);
	free(k.target);
	free(k.offered);
}
