#include <crm/choose.h>
#include <crm/mem.h>

#include <stdlib.h>

/* what is learnt from: all but the orders held out; a customer's only order is kept or not */
static size_t *training_end(const struct crm_events *e, const size_t *end, int no_single)
{
	size_t *train = crm_calloc(e->customers + 1u, sizeof *train);

	for (uint32_t c = 0; c < e->customers; c++)
		train[c] = end[c] == e->start[c] && !no_single ? e->start[c + 1u] : end[c];
	return train;
}

static uint32_t step_of(const struct crm_events *e, const size_t *end, uint32_t most)
{
	uint32_t n = 0;

	for (uint32_t c = 0; c < e->customers; c++)
		n += end[c] > e->start[c];
	return most && n > most ? (n + most - 1) / most : 1;
}

static int measure(const struct crm_events *e, const size_t *end, const struct crm_matrix *m,
		   const struct crm_choose_opts *o, uint32_t step, const struct crm_recommender_opts *try,
		   struct crm_evaluation *result)
{
	struct crm_recommender r;
	struct crm_rank k;
	size_t most = 0;

	for (size_t i = 0; i < o->cutoffs; i++) {
		result[i].at = o->at[i];
		most = o->at[i] > most ? o->at[i] : most;
	}
	if (crm_recommender_fit(&r, m, e, end, try)) {
		crm_recommender_release(&r);
		return -1;
	}
	crm_rank_init(&k, &r, m, o->mode, most);
	crm_evaluate(result, o->cutoffs, &k, e, end, step);
	crm_rank_release(&k);
	crm_recommender_release(&r);
	return 0;
}

int crm_choose(const struct crm_events *e, const size_t *end, const struct crm_choose_opts *o,
	       const struct crm_recommender_opts *try, int n, struct crm_evaluation *result, int *failed)
{
	size_t *train = training_end(e, end, o->no_single);
	uint32_t step = step_of(e, end, o->customers);
	struct crm_matrix m;
	int best = -1;

	*failed = -1;
	crm_matrix_build(&m, e, train, o->values, o->cap);
	for (int i = 0; i < n; i++) {
		struct crm_evaluation *v = &result[(size_t)i * o->cutoffs];

		if (measure(e, train, &m, o, step, &try[i], v)) {
			*failed = i;
			best = -1;
			break;
		}
		if (v->customers && (best < 0 || v->ndcg > result[(size_t)best * o->cutoffs].ndcg))
			best = i;
	}
	crm_matrix_release(&m);
	free(train);
	return best;
}
