#include <crm/recommender.h>
#include <crm/mem.h>
#include <crm/sequence.h>

#include <stdlib.h>

static const char *const NAME[] = { "auto", "cosine", "ease", "rp3b", "popular", "sequence", "own" };

const char *crm_recommender_name(enum crm_recommend_by by)
{
	return NAME[by];
}

void crm_recommender_defaults(struct crm_recommender_opts *o, enum crm_recommend_by by)
{
	int walk = by == CRM_BY_RP3B;

	*o = (struct crm_recommender_opts){
		.by = by,
		.neighbour = { .similarity = walk ? CRM_RP3B : CRM_COSINE, .shrink = walk ? 0 : 10,
			       .keep = walk ? 200 : 100, .alpha = walk ? 1 : .5, .beta = .3, .threads = 2 },
		.most = 10000,
		.next = 3,
		.next_shrink = 30,
	};
}

static void count_buyers(struct crm_recommender *r, const struct crm_matrix *m)
{
	r->buyers = crm_calloc(m->products + 1u, sizeof *r->buyers);
	r->orders = crm_calloc(m->products + 1u, sizeof *r->orders);
	for (uint32_t p = 0; p < m->products; p++)
		r->buyers[p] = crm_matrix_buyers(m, p);
	for (uint32_t c = 0; c < m->customers; c++)
		for (size_t i = m->row[c]; i < m->used[c]; i++)
			r->orders[m->product[i]] += m->count[i];
}

static double lambda_of(const struct crm_matrix *m, double lambda)
{
	if (lambda != 0 || !m->products)
		return lambda;
	return 5 * (double)m->column[m->products] / m->products;
}

int crm_recommender_fit(struct crm_recommender *r, const struct crm_matrix *m, const struct crm_events *e,
			const size_t *end, const struct crm_recommender_opts *o)
{
	*r = (struct crm_recommender){ .by = o->by, .products = m->products, .next = o->next };
	count_buyers(r, m);
	if (o->by == CRM_BY_COSINE || o->by == CRM_BY_RP3B)
		crm_neighbour_build(&r->weights, m, &o->neighbour);
	if (o->by == CRM_BY_SEQUENCE)
		crm_sequence_build(&r->after, e, end, o->next_shrink, UINT32_MAX);
	if (o->by == CRM_BY_SEQUENCE || o->by == CRM_BY_EASE)
		return crm_ease_build(&r->ease, m, lambda_of(m, o->lambda), o->most);
	return 0;
}

void crm_recommender_release(struct crm_recommender *r)
{
	free(r->buyers);
	free(r->orders);
	crm_weights_release(&r->weights);
	crm_weights_release(&r->after);
	crm_ease_release(&r->ease);
	*r = (struct crm_recommender){ 0 };
}
