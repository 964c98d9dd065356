#include <crm/match_cluster.h>
#include <crm/mem.h>

#include <stdlib.h>

static uint32_t root(uint32_t *up, uint32_t x)
{
	while (up[x] != x)
		x = up[x] = up[up[x]];
	return x;
}

static int best_first(const void *a, const void *b)
{
	const struct crm_match_pair *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}


#define CROSS_PAIRS 200        /* looked at before two groups join */

/* members of each group as a ring */
static double cross_score(const struct crm_match_table *t, const struct crm_match_model *model,
			  const uint32_t *next, uint32_t a, uint32_t b)
{
	struct crm_match_outcome o;
	double sum = 0;
	uint32_t i = a, j = b;
	int n = 0;
	static double C; if (!C) C = getenv("CLIP") ? atof(getenv("CLIP")) : 6;

	do {
		do {
			double s;

			crm_match_compare(t, crm_match_row(t, i), crm_match_row(t, j), &o);
			s = crm_match_score(model, &o, NULL);
			sum += s > C ? C : s < -C ? -C : s;
			n++;
			j = next[j];
		} while (j != b && n < CROSS_PAIRS);
		i = next[i];
	} while (i != a && n < CROSS_PAIRS);
	return sum / n;
}

void crm_match_cluster_make(const struct crm_match_table *t, const struct crm_match_model *model,
			    const struct crm_match_pair *pair, size_t n, uint32_t *group)
{
	struct crm_match_pair *order = crm_calloc(n + 1, sizeof *order);
	uint32_t *next = crm_calloc(t->n + 1, sizeof *next);
	size_t k = 0;
	double T = getenv("LINK") ? atof(getenv("LINK")) : 0, E = getenv("EDGE") ? atof(getenv("EDGE")) : 3;

	for (size_t i = 0; i < n; i++)
		if (pair[i].score >= E)
			order[k++] = pair[i];
	qsort(order, k, sizeof *order, best_first);
	for (uint32_t i = 0; i < t->n; i++)
		group[i] = next[i] = i;
	for (size_t i = 0; i < k; i++) {
		uint32_t a = root(group, order[i].a), b = root(group, order[i].b), swap;

		if (a == b || cross_score(t, model, next, a, b) < T)
			continue;
		if (a < b)
			group[b] = a;
		else
			group[a] = b;
		swap = next[a];
		next[a] = next[b];
		next[b] = swap;
	}
	for (uint32_t i = 0; i < t->n; i++)
		group[i] = root(group, i);
	free(next);
	free(order);
}
