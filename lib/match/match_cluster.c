#include <crm/match_cluster.h>
#include <crm/array.h>

#include <stdlib.h>
#include <string.h>

#define CLIP_BITS 8.0
#define LINK_BITS (-2.0)
#define OTHERS_BITS (-5.0)     /* two people of one home or of one name */
#define CROSS_PAIRS 200        /* looked at before two groups join */

/* groups as union-find trees, their members as rings */
struct forest {
	const struct crm_match_table *t;
	const struct crm_match_model *model;
	int homes;             /* cross pairs are judged as households */
	uint32_t *up, *next;
	unsigned char *told;   /* by root: a person joined it, so that its records need not agree */
	struct crm_match_decision *apart;      /* both ways round, sorted by a */
	size_t n_apart;
};

static uint32_t root(const struct forest *f, uint32_t x)
{
	while (f->up[x] != x)
		x = f->up[x] = f->up[f->up[x]];
	return x;
}

static void join(struct forest *f, uint32_t a, uint32_t b)
{
	uint32_t swap = f->next[a];

	f->next[a] = f->next[b];
	f->next[b] = swap;
	f->told[a] = f->told[b] = f->told[a] | f->told[b];
	if (a < b)
		f->up[b] = a;
	else
		f->up[a] = b;
}

/* what a pair says of its groups; *others: that they are two people who share a home or a name, more clearly
 * than the link that would join them says that they are one */
static double pair_bits(const struct forest *f, uint32_t i, uint32_t j, double link, int *others)
{
	struct crm_match_outcome o;
	double s;

	crm_match_compare(f->t, crm_match_row(f->t, i), crm_match_row(f->t, j), &o);
	s = f->homes ? crm_match_home_score(f->model, &o) : crm_match_score(f->model, &o);
	*others |= !f->homes && s < OTHERS_BITS && s < -link && crm_match_other_score(f->model, &o) < OTHERS_BITS;
	return s > CLIP_BITS ? CLIP_BITS : s < -CLIP_BITS ? -CLIP_BITS : s;
}

/* do the cross pairs of two groups agree on the whole? */
static int agree(const struct forest *f, uint32_t a, uint32_t b, double link)
{
	double sum = 0;
	uint32_t i = a, j = b;
	int n = 0, others = 0;

	if (f->told[a] || f->told[b])
		return 1;
	do {
		do {
			sum += pair_bits(f, i, j, link, &others);
			n++;
			j = f->next[j];
		} while (j != b && n < CROSS_PAIRS && !others);
		i = f->next[i];
	} while (i != a && n < CROSS_PAIRS && !others);
	return !others && sum / n >= LINK_BITS;
}

static int by_first(const void *a, const void *b)
{
	const struct crm_match_decision *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

/* the place of the first entry for record x */
static size_t apart_at(const struct forest *f, uint32_t x)
{
	size_t lo = 0, hi = f->n_apart;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (f->apart[mid].a < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int said_apart(const struct forest *f, uint32_t a, uint32_t b)
{
	uint32_t i = a;

	if (!f->n_apart)
		return 0;
	do {
		for (size_t k = apart_at(f, i); k < f->n_apart && f->apart[k].a == i; k++)
			if (root(f, f->apart[k].b) == b)
				return 1;
		i = f->next[i];
	} while (i != a);
	return 0;
}

static void plant(struct forest *f, const struct crm_match_table *t, const struct crm_match_model *model,
		  int homes)
{
	memset(f, 0, sizeof *f);
	f->t = t;
	f->model = model;
	f->homes = homes;
	f->up = crm_calloc(t->n + 1, sizeof *f->up);
	f->next = crm_calloc(t->n + 1, sizeof *f->next);
	f->told = crm_calloc(t->n + 1, 1);
	for (uint32_t i = 0; i < t->n; i++)
		f->up[i] = f->next[i] = i;
}

static void harvest(struct forest *f, uint32_t *group)
{
	for (uint32_t i = 0; i < f->t->n; i++)
		group[i] = root(f, i);
	free(f->up);
	free(f->next);
	free(f->told);
	free(f->apart);
}

static void hear(struct forest *f, const struct crm_match_decision *said, size_t n)
{
	size_t cap = 0;

	for (size_t i = 0; i < n; i++) {
		if (said[i].same)
			continue;
		CRM_GROW(f->apart, f->n_apart, cap);
		f->apart[f->n_apart++] = said[i];
		CRM_GROW(f->apart, f->n_apart, cap);
		f->apart[f->n_apart++] = (struct crm_match_decision){ said[i].b, said[i].a, 0 };
	}
	if (f->n_apart)
		qsort(f->apart, f->n_apart, sizeof *f->apart, by_first);
	for (size_t i = 0; i < n; i++) {
		uint32_t a = root(f, said[i].a), b = root(f, said[i].b);

		if (said[i].same && a != b && !said_apart(f, a, b)) {
			f->told[a] = 1;
			join(f, a, b);
		}
	}
}

static int same_first(const void *a, const void *b)
{
	const struct crm_match_pair *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

static int home_first(const void *a, const void *b)
{
	const struct crm_match_pair *x = a, *y = b;

	if (x->home != y->home)
		return x->home > y->home ? -1 : 1;
	return same_first(a, b);
}

void crm_match_cluster_people(const struct crm_match_table *t, const struct crm_match_model *model,
			      const struct crm_match_pair *pair, size_t n, const struct crm_match_decision *said,
			      size_t n_said, uint32_t *group)
{
	struct crm_match_pair *order = crm_calloc(n + 1, sizeof *order);
	struct forest f;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (pair[i].class == CRM_MATCH_SAME)
			order[k++] = pair[i];
	qsort(order, k, sizeof *order, same_first);
	plant(&f, t, model, 0);
	hear(&f, said, n_said);
	for (size_t i = 0; i < k; i++) {
		uint32_t a = root(&f, order[i].a), b = root(&f, order[i].b);

		if (a != b && !said_apart(&f, a, b) && agree(&f, a, b, order[i].score))
			join(&f, a, b);
	}
	harvest(&f, group);
	free(order);
}

void crm_match_cluster_homes(const struct crm_match_table *t, const struct crm_match_model *model,
			     const struct crm_match_pair *pair, size_t n, double limit, const uint32_t *people,
			     uint32_t *group)
{
	struct crm_match_pair *order = crm_calloc(n + 1, sizeof *order);
	struct forest f;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (pair[i].home >= limit)
			order[k++] = pair[i];
	qsort(order, k, sizeof *order, home_first);
	plant(&f, t, model, 1);
	for (uint32_t i = 0; i < t->n; i++)
		if (root(&f, i) != root(&f, people[i]))
			join(&f, root(&f, i), root(&f, people[i]));
	for (size_t i = 0; i < k; i++) {
		uint32_t a = root(&f, order[i].a), b = root(&f, order[i].b);

		if (a != b && agree(&f, a, b, order[i].home))
			join(&f, a, b);
	}
	harvest(&f, group);
	free(order);
}
