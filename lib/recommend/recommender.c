#include <crm/recommender.h>
#include <crm/mem.h>

#include <stdlib.h>

static const char *const NAME[] = { "auto", "cosine", "ease", "rp3b", "popular", "sequence", "own" };

const char *crm_recommender_name(enum crm_recommend_by by)
{
	return NAME[by];
}

void crm_recommender_defaults(struct crm_recommender_opts *o, enum crm_recommend_by by)
{
	*o = (struct crm_recommender_opts){
		.by = by,
		.neighbour = { .similarity = by == CRM_BY_RP3B ? CRM_RP3B : CRM_COSINE, .shrink = 10, .keep = 100,
			       .alpha = by == CRM_BY_RP3B ? 1 : .5, .beta = .3, .threads = 2 },
		.lambda = 200,
		.most = 10000,
	};
	if (by == CRM_BY_RP3B)
		o->neighbour.keep = 200;
}

int crm_recommender_fit(struct crm_recommender *r, const struct crm_matrix *m, const struct crm_recommender_opts *o)
{
	*r = (struct crm_recommender){ .by = o->by, .products = m->products, .recency = o->recency };
	r->buyers = crm_calloc(m->products + 1u, sizeof *r->buyers);
	for (uint32_t p = 0; p < m->products; p++)
		r->buyers[p] = crm_matrix_buyers(m, p);
	if (o->by == CRM_BY_COSINE || o->by == CRM_BY_RP3B)
		crm_neighbour_build(&r->weights, m, &o->neighbour);
	else if (o->by == CRM_BY_EASE)
		return crm_ease_build(&r->ease, m, o->lambda, o->most);
	return 0;
}

void crm_recommender_release(struct crm_recommender *r)
{
	free(r->buyers);
	crm_weights_release(&r->weights);
	crm_ease_release(&r->ease);
	*r = (struct crm_recommender){ 0 };
}

double crm_recommender_weight(const struct crm_recommender *r, uint32_t bought, uint32_t offered)
{
	const struct crm_ease *e = &r->ease;

	if (r->weights.row)
		return crm_weights_get(&r->weights, bought, offered);
	if (!e->b || e->place[bought] == UINT32_MAX || e->place[offered] == UINT32_MAX)
		return 0;
	return e->b[(size_t)e->place[bought] * e->n + e->place[offered]];
}
