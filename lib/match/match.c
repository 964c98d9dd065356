#include <crm/match.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/match_candidate.h>
#include <crm/match_cluster.h>
#include <crm/match_feed.h>
#include <crm/match_model.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_THREADS 64
#define RANDOM_PAIRS 200000
#define SAME_BITS 2.0
#define REVIEW_BITS (-3.0)

struct crm_match {
	unsigned threads;
	struct crm_match_table *t;
	struct crm_match_feed *feed;
	struct crm_match_rules rules;
	struct crm_match_model model;
	struct crm_match_pair *pair;
	size_t pairs;
	uint32_t *group, *home;
	struct crm_match_pattern *pattern;
	size_t patterns;
	uint64_t candidates;
};

struct crm_match *crm_match_new(const struct crm_match_opts *o)
{
	struct crm_match *m = crm_alloc(sizeof *m);

	m->threads = o->threads < 1 ? 1 : o->threads < MAX_THREADS ? o->threads : MAX_THREADS;
	m->t = crm_match_table_new(o->kind, o->name, o->n);
	m->feed = crm_match_feed_new(m->t, o->lexicon, m->threads);
	return m;
}

void crm_match_free(struct crm_match *m)
{
	if (!m)
		return;
	crm_match_feed_free(m->feed);
	crm_match_rules_release(&m->rules);
	crm_match_table_free(m->t);
	free(m->pair);
	free(m->group);
	free(m->home);
	free(m->pattern);
	free(m);
}

void crm_match_add(struct crm_match *m, const char *id, const struct crm_cell *cells)
{
	crm_match_feed_add(m->feed, id, cells);
}

static uint64_t scramble(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* every pair of a small table, else pairs at pseudo-random distances */
static struct crm_match_pattern *random_patterns(const struct crm_match_table *t, size_t *count)
{
	double all = (double)t->n * ((double)t->n - 1) / 2;
	size_t n = all < RANDOM_PAIRS ? (size_t)all : RANDOM_PAIRS, k = 0;
	struct crm_match_pattern *p = crm_calloc(n + 1, sizeof *p);
	struct crm_match_outcome o;

	if (all <= RANDOM_PAIRS) {
		for (size_t i = 0; i < t->n; i++)
			for (size_t j = i + 1; j < t->n; j++) {
				crm_match_compare(t, crm_match_row(t, i), crm_match_row(t, j), &o);
				crm_match_pattern_of(&o, t->ncmp, &p[k++]);
			}
	} else {
		for (uint64_t x = 0; k < n; x++) {
			size_t i = scramble(2 * x) % t->n, j = scramble(2 * x + 1) % t->n;

			if (i == j)
				continue;
			crm_match_compare(t, crm_match_row(t, i), crm_match_row(t, j), &o);
			crm_match_pattern_of(&o, t->ncmp, &p[k++]);
		}
	}
	*count = k;
	return p;
}

static void find_candidates(struct crm_match *m)
{
	struct crm_match_candidates found;

	crm_match_candidates_find(&found, m->t, &m->rules, &m->model, m->threads);
	m->pattern = found.pattern;
	m->patterns = found.patterns;
	m->pair = found.pair;
	m->pairs = found.pairs;
	m->candidates = found.count;
}

static int by_records(const void *a, const void *b)
{
	const struct crm_match_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

static void score_pairs(struct crm_match *m)
{
	struct crm_match_outcome o;
	size_t k = 0;

	for (size_t i = 0; i < m->pairs; i++) {
		struct crm_match_pair p = m->pair[i];

		crm_match_compare(m->t, crm_match_row(m->t, p.a), crm_match_row(m->t, p.b), &o);
		p.score = (float)crm_match_score(&m->model, &o);
		p.home = m->model.household ? (float)crm_match_home_score(&m->model, &o) : p.score;
		p.class = p.score >= SAME_BITS ? CRM_MATCH_SAME : p.score >= REVIEW_BITS ? CRM_MATCH_REVIEW : CRM_MATCH_NO;
		if (p.class != CRM_MATCH_NO || p.home >= SAME_BITS)
			m->pair[k++] = p;
	}
	m->pairs = k;
	qsort(m->pair, m->pairs, sizeof *m->pair, by_records);
}

static void show_model(const struct crm_match *m)
{
	crm_note("records %zu candidates %llu patterns %zu rounds %d lambda M %.3g H %.3g", m->t->n,
		 (unsigned long long)m->candidates, m->patterns, m->model.rounds, m->model.lm, m->model.lh);
	for (size_t c = 0; c < m->t->ncmp; c++)
		for (size_t l = 1; l <= crm_match_type_levels(m->t->cmp[c].type); l++)
			crm_note("%-14s %-32s m %.4f h %.4f u %.6f", m->t->cmp[c].name,
				 crm_match_type(m->t->cmp[c].type)->level[l - 1].name, m->model.m[c][l],
				 m->model.h[c][l], m->model.u[c][l]);
}

int crm_match_run(struct crm_match *m)
{
	struct crm_match_pattern *random;
	const char *twice;
	size_t n_random;

	crm_match_feed_flush(m->feed);
	if (crm_match_table_seal(m->t, &twice) < 0) {
		crm_error("the record id '%s' occurs twice", crm_quoted(twice));
		return -1;
	}
	crm_match_rules_make(&m->rules, m->t);
	crm_match_model_init(&m->model, m->t);
	find_candidates(m);
	random = random_patterns(m->t, &n_random);
	crm_match_model_learn(&m->model, m->pattern, m->patterns, random, n_random,
			      (double)m->t->n * ((double)m->t->n - 1) / 2);
	free(random);
	if (crm_verbose())
		show_model(m);
	score_pairs(m);
	m->group = crm_calloc(m->t->n + 1, sizeof *m->group);
	crm_match_cluster_people(m->t, &m->model, m->pair, m->pairs, NULL, 0, m->group);
	m->home = crm_calloc(m->t->n + 1, sizeof *m->home);
	crm_match_cluster_homes(m->t, &m->model, m->pair, m->pairs, SAME_BITS, m->group, m->home);
	return 0;
}

size_t crm_match_records(const struct crm_match *m)
{
	return m->t->n;
}

const char *crm_match_record_id(const struct crm_match *m, size_t i)
{
	return crm_match_id(m->t, i);
}

const struct crm_match_pair *crm_match_pairs(const struct crm_match *m, size_t *n)
{
	*n = m->pairs;
	return m->pair;
}

uint32_t crm_match_cluster(const struct crm_match *m, size_t i)
{
	return m->group[i];
}

uint32_t crm_match_household(const struct crm_match *m, size_t i)
{
	return m->home[i];
}
