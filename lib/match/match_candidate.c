#include <crm/match_candidate.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/match_near.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define KEEP_BITS (-16.0)      /* by the priors; what the data teach never lifts a pair from there to review */
#define SAMPLE_PAIRS 250000.0

struct worker {
	const struct crm_match_blocks *blocks;
	struct crm_match_near near;
	unsigned part, parts;
	uint32_t every;                /* one pair of so many is sampled: those whose lots are low */
	struct crm_match_pair *pair;
	size_t pairs, pair_cap;
	struct crm_match_pattern *pattern;
	size_t patterns, pattern_cap;
	uint64_t count;
};

static int by_pattern(const void *a, const void *b)
{
	const struct crm_match_pattern *x = a, *y = b;

	if (x->levels != y->levels)
		return x->levels < y->levels ? -1 : 1;
	return memcmp(x->rarity, y->rarity, sizeof x->rarity);
}

/* equal patterns become one line */
static size_t merge_patterns(struct crm_match_pattern *p, size_t n)
{
	size_t k = 0;

	if (n)
		qsort(p, n, sizeof *p, by_pattern);
	for (size_t i = 0; i < n; i++)
		if (k && !by_pattern(&p[k - 1], &p[i]))
			p[k - 1].count += p[i].count;
		else
			p[k++] = p[i];
	return k;
}

static uint32_t scramble(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)(x >> 32);
}

static void take(struct worker *w, uint32_t a, uint32_t b)
{
	const struct crm_match_table *t = w->blocks->t;
	const uint32_t *x = crm_match_row(t, a), *y = crm_match_row(t, b);

	int near;

	w->count++;
	if (w->every == 1 || scramble((uint64_t)t->lot[a] << 32 | t->lot[b]) < UINT32_MAX / w->every) {
		struct crm_match_outcome o;

		crm_match_compare(t, x, y, &o);
		CRM_GROW(w->pattern, w->patterns, w->pattern_cap);
		crm_match_pattern_of(&o, t->ncmp, &w->pattern[w->patterns]);
		w->pattern[w->patterns++].count = w->every;
		near = crm_match_near_known(&w->near, &o);
	} else {
		near = crm_match_near(&w->near, x, y);
	}
	if (!near)
		return;
	CRM_GROW(w->pair, w->pairs, w->pair_cap);
	w->pair[w->pairs++] = (struct crm_match_pair){ a, b, 0, 0, CRM_MATCH_NO };
}

static void *compare(void *arg)
{
	struct worker *w = arg;
	struct crm_match_pairs it;

	crm_match_pairs_start(w->blocks, &it, w->part, w->parts);
	while (crm_match_pairs_next(w->blocks, &it))
		take(w, it.a, it.b);
	return NULL;
}

/* rows that are there very many times are compared with their first one only */
static void compare_copies(struct worker *w)
{
	const struct crm_match_table *t = w->blocks->t;

	for (uint32_t i = 0; i < t->n; i++)
		if (t->copy_of[i] != i)
			take(w, t->copy_of[i], i);
}

static void run(struct worker *w, unsigned threads)
{
	pthread_t thread[64];
	unsigned char started[64] = { 0 };

	for (unsigned i = 1; i < threads; i++)
		started[i] = pthread_create(&thread[i], NULL, compare, &w[i]) == 0;
	compare(&w[0]);
	for (unsigned i = 1; i < threads; i++)
		if (started[i])
			pthread_join(thread[i], NULL);
		else
			compare(&w[i]);
}

static void note_rule(const struct crm_match_blocks *b, size_t rule)
{
	const struct crm_match_rule *r = &b->rules->rule[rule];
	const struct crm_match_block_report *report = &b->report[rule];
	struct crm_buf s = CRM_BUF_INIT;

	for (unsigned i = 0; i < r->n; i++) {
		const struct crm_match_atom *a = &b->rules->atom[r->atom[i]];

		const char *view = crm_match_atom_view(a);

		crm_buf_printf(&s, "%s%s%s%s", i ? " + " : "", b->t->cmp[a->cmp].name, *view ? " " : "", view);
	}
	crm_note("pairs with equal %s: %llu (blocks of up to %u; %u larger ones left out)",
		 r->n ? s.s : "nothing: all",
		 (unsigned long long)report->pairs, (unsigned)report->cap, (unsigned)report->skipped);
	crm_buf_release(&s);
}

/* n elements behind those of *all, which is taken over when it is the first; frees more */
static void append(void **all, size_t *have, void *more, size_t n, size_t size)
{
	if (!*have) {
		free(*all);
		*all = more;
	} else if (n) {
		*all = crm_realloc(*all, (*have + n) * size);
		memcpy((char *)*all + *have * size, more, n * size);
	}
	if (*all != more)
		free(more);
	*have += n;
}

static void gather(struct crm_match_candidates *out, struct worker *w, unsigned threads)
{
	void *pair = NULL, *pattern = NULL;

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < threads; i++) {
		out->count += w[i].count;
		append(&pair, &out->pairs, w[i].pair, w[i].pairs, sizeof *w[i].pair);
		append(&pattern, &out->patterns, w[i].pattern, w[i].patterns, sizeof *w[i].pattern);
	}
	out->pair = pair;
	out->pattern = pattern;
	out->patterns = merge_patterns(out->pattern, out->patterns);
}

void crm_match_candidates_find(struct crm_match_candidates *out, const struct crm_match_table *t,
			       const struct crm_match_rules *rules, const struct crm_match_model *model,
			       unsigned threads, struct crm_match_keep *keep)
{
	struct crm_match_blocks *b = crm_match_blocks_new(t, rules, keep);
	struct worker *w = crm_calloc(threads, sizeof *w);
	double expected = 0;

	for (size_t r = 0; r < rules->n; r++)
		expected += rules->rule[r].pairs * (double)t->n;
	for (unsigned i = 0; i < threads; i++) {
		w[i] = (struct worker){ .blocks = b, .part = i, .parts = threads,
					.every = 1 + (uint32_t)(expected / SAMPLE_PAIRS) };
		crm_match_near_start(&w[i].near, model, t, KEEP_BITS);
	}
	for (size_t r = 0; r < rules->n; r++) {
		crm_match_blocks_rule(b, r);
		run(w, threads);
		note_rule(b, r);
	}
	compare_copies(&w[0]);
	crm_match_blocks_free(b);
	gather(out, w, threads);
	free(w);
}
