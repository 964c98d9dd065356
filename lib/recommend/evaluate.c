#include <crm/evaluate.h>
#include <crm/mem.h>

#include <math.h>
#include <stdlib.h>

struct marks {
	unsigned char *bought, *target, *offered;      /* products */
};

struct sums {
	double recall, precision, ndcg;
	uint32_t hit;
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

static void measure(struct sums *s, const struct crm_rank *rank, const unsigned char *target,
		    uint32_t targets)
{
	const struct crm_topn *top = &rank->top;
	double gain = 0, ideal = 0;
	uint32_t hits = 0;

	for (size_t i = 0; i < top->n; i++)
		if (target[top->best[i].item]) {
			gain += 1 / log2((double)i + 2);
			hits++;
		}
	for (size_t i = 0; i < top->most && i < targets; i++)
		ideal += 1 / log2((double)i + 2);
	s->recall += (double)hits / targets;
	s->precision += (double)hits / (double)rank->most;
	s->ndcg += gain / ideal;
	s->hit += hits > 0;
}

static void average(struct crm_evaluation *v, const struct sums *s, const unsigned char *offered,
		    uint32_t products)
{
	uint32_t n = 0;

	for (uint32_t p = 0; p < products; p++)
		n += offered[p];
	if (!v->customers)
		return;
	v->recall = s->recall / v->customers;
	v->precision = s->precision / v->customers;
	v->ndcg = s->ndcg / v->customers;
	v->hit = (double)s->hit / v->customers;
	v->coverage = (double)n / products;
}

void crm_evaluate(struct crm_evaluation *v, struct crm_rank *rank, const struct crm_events *e,
		  const size_t *end, uint32_t step)
{
	struct marks k = { crm_alloc(e->products + 1u), crm_alloc(e->products + 1u), crm_alloc(e->products + 1u) };
	struct sums s = { 0 };
	uint32_t asked = 0;

	*v = (struct crm_evaluation){ 0 };
	for (uint32_t c = 0; c < e->customers; c++) {
		size_t n = e->start[c + 1u] - end[c];
		uint32_t targets;

		if (!n || end[c] == e->start[c] || asked++ % step)
			continue;
		targets = mark_targets(&k, rank->m, e->event + end[c], n, rank->mode);
		if (targets) {
			v->customers++;
			v->targets += targets;
			crm_rank_customer(rank, c);
			for (size_t i = 0; i < rank->top.n; i++)
				k.offered[rank->top.best[i].item] = 1;
			measure(&s, rank, k.target, targets);
		}
		for (size_t i = end[c]; i < e->start[c + 1u]; i++)
			k.target[e->event[i].product] = 0;
	}
	average(v, &s, k.offered, e->products);
	free(k.bought);
	free(k.target);
	free(k.offered);
}
