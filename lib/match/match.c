#include <crm/match.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/match_candidate.h>
#include <crm/match_cluster.h>
#include <crm/match_explain.h>
#include <crm/match_feed.h>
#include <crm/match_few.h>
#include <crm/match_keep.h>
#include <crm/match_text.h>
#include <crm/match_zone.h>

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MAX_THREADS 64
#define RANDOM_PAIRS 200000
#define REVIEW_BITS (-3.0)     /* 1 : 8 and better: for a person to look at */

struct said {
	char *a, *b;
	int same;
};

struct crm_match {
	unsigned threads;
	int homes;
	struct crm_match_table *t;
	struct crm_match_feed *feed;
	struct crm_match_rules rules;
	struct crm_match_model model;
	char *model_text;              /* given, or NULL */
	struct crm_match_pair *pair;
	size_t pairs;
	uint32_t *group, *home;
	struct said *said;
	size_t n_said, said_cap;
	struct crm_match_keep *keep;           /* an index is wanted, or NULL */
	const struct crm_match_index *all;     /* the records are few of those, or NULL */
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
	for (size_t i = 0; i < m->n_said; i++) {
		free(m->said[i].a);
		free(m->said[i].b);
	}
	crm_match_feed_free(m->feed);
	crm_match_keep_free(m->keep);
	crm_match_rules_release(&m->rules);
	crm_match_table_free(m->t);
	free(m->said);
	free(m->model_text);
	free(m->pair);
	free(m->group);
	free(m->home);
	free(m);
}

void crm_match_add(struct crm_match *m, const char *id, const struct crm_cell *cells)
{
	crm_match_feed_add(m->feed, id, 0, cells);
}

void crm_match_add_numbered(struct crm_match *m, const char *id, uint32_t number, const struct crm_cell *cells)
{
	crm_match_feed_add(m->feed, id, number, cells);
}

void crm_match_keep(struct crm_match *m, crm_match_put_fn *put, void *to)
{
	m->keep = crm_match_keep_new(put, to);
	m->t->keep_names = 1;
}

void crm_match_use_index(struct crm_match *m, const struct crm_match_index *all)
{
	m->all = all;
}

void crm_match_decide(struct crm_match *m, const char *id_a, const char *id_b, int same)
{
	CRM_GROW(m->said, m->n_said, m->said_cap);
	m->said[m->n_said++] = (struct said){ crm_strdup(id_a), crm_strdup(id_b), same };
}

void crm_match_use_model(struct crm_match *m, const char *text)
{
	free(m->model_text);
	m->model_text = crm_strdup(text);
}

void crm_match_want_households(struct crm_match *m)
{
	m->homes = 1;
}

/* Every pair of a small table; of a larger one neighbours in the order of the lots, which is a random one that a
 * few records more change little. */
static struct crm_match_pattern *random_patterns(const struct crm_match_table *t, size_t *count)
{
	double all = (double)t->n * ((double)t->n - 1) / 2;
	size_t n = all < RANDOM_PAIRS ? (size_t)all : RANDOM_PAIRS, k = 0;
	struct crm_match_pattern *p = crm_calloc(n + 1, sizeof *p);
	struct crm_keyed *order = crm_calloc(t->n + 1, sizeof *order);
	struct crm_match_outcome o;

	for (size_t i = 0; i < t->n; i++)
		order[i] = (struct crm_keyed){ t->lot[i], (uint32_t)i };
	crm_radix_sort(order, t->n);
	for (size_t apart = 1; k < n; apart++)
		for (size_t i = 0; i + apart < t->n && k < n; i++) {
			uint32_t a = order[i].id, b = order[i + apart].id;

			crm_match_compare(t, crm_match_row(t, a < b ? a : b), crm_match_row(t, a < b ? b : a), &o);
			crm_match_pattern_of(&o, t->ncmp, &p[k++]);
		}
	free(order);
	*count = k;
	return p;
}

/* a share of the pairs, scored by one thread */
struct scoring {
	const struct crm_match *m;
	size_t from, to;
};

static void *score(void *arg)
{
	struct scoring *s = arg;
	const struct crm_match *m = s->m;
	struct crm_match_outcome o;

	for (size_t i = s->from; i < s->to; i++) {
		struct crm_match_pair *p = &m->pair[i];

		crm_match_compare(m->t, crm_match_row(m->t, p->a), crm_match_row(m->t, p->b), &o);
		p->score = (float)crm_match_score(&m->model, &o);
		p->home = m->model.homes ? (float)crm_match_home_score(&m->model, &o) : p->score;
		p->class = p->score >= m->model.same ? CRM_MATCH_SAME
			 : p->score >= REVIEW_BITS ? CRM_MATCH_REVIEW : CRM_MATCH_NO;
	}
	return NULL;
}

static void score_all(struct crm_match *m)
{
	pthread_t thread[MAX_THREADS];
	struct scoring part[MAX_THREADS];
	unsigned char started[MAX_THREADS] = { 0 };

	for (unsigned i = 0; i < m->threads; i++)
		part[i] = (struct scoring){ m, m->pairs * i / m->threads, m->pairs * (i + 1) / m->threads };
	for (unsigned i = 1; i < m->threads; i++)
		started[i] = pthread_create(&thread[i], NULL, score, &part[i]) == 0;
	score(&part[0]);
	for (unsigned i = 1; i < m->threads; i++)
		if (started[i])
			pthread_join(thread[i], NULL);
		else
			score(&part[i]);
}

static int by_records(const void *a, const void *b)
{
	const struct crm_match_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

/* pairs that are neither one person nor one household, nor to be looked at, go */
static void keep_pairs(struct crm_match *m)
{
	size_t k = 0;

	for (size_t i = 0; i < m->pairs; i++)
		if (m->pair[i].class != CRM_MATCH_NO || m->pair[i].home >= CRM_MATCH_SAME_BITS)
			m->pair[k++] = m->pair[i];
	m->pairs = k;
	if (m->pairs)
		qsort(m->pair, m->pairs, sizeof *m->pair, by_records);
}

static void note_model(const struct crm_match *m, const struct crm_match_candidates *found)
{
	crm_note("%zu records, %llu pairs compared, %zu patterns, %d rounds; of all pairs %.3g are of one person,"
		 " %.3g of one household, %.3g namesakes",
		 m->t->n, (unsigned long long)found->count, found->patterns, m->model.rounds, m->model.lm,
		 m->model.lh, m->model.ln);
	for (size_t c = 0; c < m->t->ncmp; c++)
		for (size_t l = 1; l <= crm_match_type_levels(m->t->cmp[c].type); l++)
			crm_note("%-14s %-34s person %.4f home %.4f namesakes %.4f strangers %.6f", m->t->cmp[c].name,
				 crm_match_type(m->t->cmp[c].type)->level[l - 1].name, m->model.m[c][l],
				 m->model.h[c][l], m->model.n[c][l], m->model.u[c][l]);
}

/* pairs that score less than this table needs are for a person to look at */
static void find_same(struct crm_match *m)
{
	m->model.same = crm_match_zone_same(m->pair, m->pairs);
	for (size_t i = 0; i < m->pairs; i++)
		if (m->pair[i].class == CRM_MATCH_SAME && m->pair[i].score < m->model.same)
			m->pair[i].class = CRM_MATCH_REVIEW;
	crm_note("the same person from %.2f bits", m->model.same);
}

static int find_pairs(struct crm_match *m)
{
	struct crm_match_candidates found;
	struct crm_match_pattern *random;
	size_t n_random;

	crm_match_rules_make(&m->rules, m->t);
	crm_match_model_init(&m->model, m->t);
	crm_match_table_forget_counts(m->t);
	m->model.homes = m->homes && m->model.household;
	if (m->keep)
		crm_match_keep_rules(m->keep, &m->rules);
	crm_match_candidates_find(&found, m->t, &m->rules, &m->model, m->threads, m->keep);
	m->pair = found.pair;
	m->pairs = found.pairs;
	if (m->model_text && crm_match_text_read(&m->model, m->t, m->model_text) < 0) {
		free(found.pattern);
		return -1;
	}
	if (!m->model_text) {
		random = random_patterns(m->t, &n_random);
		crm_match_model_learn(&m->model, found.pattern, found.patterns, random, n_random,
				      (double)m->t->n * ((double)m->t->n - 1) / 2);
		free(random);
	}
	if (m->model.homes && m->model.h[0][CRM_NAME_SAME] < 0.5) {
		crm_warn("no households are told: what the table has of addresses is shared too widely");
		m->model.homes = 0;
	}
	if (crm_verbose())
		note_model(m, &found);
	free(found.pattern);
	score_all(m);
	if (!m->model_text)
		find_same(m);
	keep_pairs(m);
	if (m->keep)
		crm_match_keep_links(m->keep, m->t, m->pair, m->pairs);
	return m->keep ? crm_match_keep_end(m->keep, m->t, &m->model) : 0;
}

/* the record with this id, or SIZE_MAX */
static size_t find_record(const struct crm_match *m, const char *id)
{
	size_t lo = 0, hi = m->t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(crm_match_id(m->t, mid), id);

		if (c == 0)
			return mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return SIZE_MAX;
}

static struct crm_match_pair ordered(const struct crm_match_decision *d)
{
	return (struct crm_match_pair){ .a = d->a < d->b ? d->a : d->b, .b = d->a < d->b ? d->b : d->a,
					.class = CRM_MATCH_SAME };
}

/* among the first n pairs */
static struct crm_match_pair *find_pair(const struct crm_match *m, size_t n, const struct crm_match_decision *d)
{
	struct crm_match_pair key = ordered(d);

	return n ? bsearch(&key, m->pair, n, sizeof key, by_records) : NULL;
}

/* The groups have the last word: a pair inside one is the same person whatever its own score, a good pair
 * that could not join is for a person to look at, unless that person has answered. */
static void class_pairs(struct crm_match *m, const struct crm_match_decision *said, size_t n)
{
	for (size_t i = 0; i < m->pairs; i++) {
		struct crm_match_pair *p = &m->pair[i];

		if (m->group[p->a] == m->group[p->b])
			p->class = CRM_MATCH_SAME;
		else if (p->class == CRM_MATCH_SAME)
			p->class = CRM_MATCH_REVIEW;
	}
	for (size_t i = 0; i < n; i++) {
		struct crm_match_pair *p = find_pair(m, m->pairs, &said[i]);

		if (p && p->class == CRM_MATCH_REVIEW)
			p->class = CRM_MATCH_NO;
	}
}

/* who merges by pairs must see those too that only a person joined */
static void add_said_pairs(struct crm_match *m, const struct crm_match_decision *said, size_t n)
{
	size_t before = m->pairs;

	m->pair = crm_realloc(m->pair, (m->pairs + n + 1) * sizeof *m->pair);
	for (size_t i = 0; i < n; i++) {
		struct crm_match_outcome o;

		if (!said[i].same || m->group[said[i].a] != m->group[said[i].b] || find_pair(m, before, &said[i]))
			continue;
		crm_match_compare(m->t, crm_match_row(m->t, said[i].a), crm_match_row(m->t, said[i].b), &o);
		m->pair[m->pairs] = ordered(&said[i]);
		m->pair[m->pairs++].score = (float)crm_match_score(&m->model, &o);
	}
	if (m->pairs > before)
		qsort(m->pair, m->pairs, sizeof *m->pair, by_records);
}

static void find_groups(struct crm_match *m)
{
	struct crm_match_decision *said = crm_calloc(m->n_said + 1, sizeof *said);
	size_t n = 0;

	for (size_t i = 0; i < m->n_said; i++) {
		size_t a = find_record(m, m->said[i].a), b = find_record(m, m->said[i].b);

		if (a != SIZE_MAX && b != SIZE_MAX && a != b)
			said[n++] = (struct crm_match_decision){ (uint32_t)a, (uint32_t)b, m->said[i].same };
	}
	m->group = crm_calloc(m->t->n + 1, sizeof *m->group);
	m->home = crm_calloc(m->t->n + 1, sizeof *m->home);
	crm_match_cluster_people(m->t, &m->model, m->pair, m->pairs, said, n, m->group);
	if (m->model.homes)
		crm_match_cluster_homes(m->t, &m->model, m->pair, m->pairs, CRM_MATCH_SAME_BITS, m->group, m->home);
	else
		memcpy(m->home, m->group, m->t->n * sizeof *m->home);
	add_said_pairs(m, said, n);
	class_pairs(m, said, n);
	free(said);
}

static int seal(struct crm_match *m)
{
	const char *twice;

	crm_match_feed_flush(m->feed);
	if ((m->all ? crm_match_table_seal_few(m->t, m->all, &twice) : crm_match_table_seal(m->t, &twice)) < 0) {
		crm_error("the record id '%s' occurs twice", crm_quoted(twice));
		return -1;
	}
	if (!m->t->ncmp) {
		crm_error("there is nothing to compare: no column says enough about a person");
		return -1;
	}
	if (m->all && crm_match_index_rules(m->all, m->t, &m->rules) < 0) {
		crm_error("what was kept of earlier records does not fit");
		return -1;
	}
	return 0;
}

uint32_t *crm_match_wanted(struct crm_match *m, size_t *n)
{
	return seal(m) < 0 ? NULL : crm_match_few_wanted(m->t, m->all, &m->rules, n);
}

static int find_few(struct crm_match *m)
{
	crm_match_model_init(&m->model, m->t);
	if (crm_match_text_read(&m->model, m->t, crm_match_index_model(m->all)) < 0)
		return -1;
	m->pair = crm_match_few_pairs(m->t, m->all, &m->rules, &m->pairs);
	score_all(m);
	keep_pairs(m);
	return 0;
}

int crm_match_run(struct crm_match *m)
{
	if (m->homes || m->model_text) {                 /* an index is of people, and of the model of its records */
		crm_match_keep_free(m->keep);
		m->keep = NULL;
	}
	if (seal(m) < 0)
		return -1;
	if (m->keep)
		crm_match_keep_values(m->keep, m->t);
	if ((m->all ? find_few(m) : find_pairs(m)) < 0)
		return -1;
	find_groups(m);
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

void crm_match_evidence(const struct crm_match *m, const struct crm_match_pair *p, struct crm_buf *out)
{
	crm_match_evidence_text(m->t, crm_match_row(m->t, p->a), crm_match_row(m->t, p->b), out);
}

int crm_match_explain(const struct crm_match *m, const char *id_a, const char *id_b, struct crm_buf *out)
{
	size_t a = find_record(m, id_a), b = find_record(m, id_b);

	if (a == SIZE_MAX || b == SIZE_MAX) {
		crm_error("there is no record '%s'", crm_quoted(a == SIZE_MAX ? id_a : id_b));
		return -1;
	}
	crm_match_explain_text(m->t, &m->model, a, b, out);
	return 0;
}

void crm_match_model_write(const struct crm_match *m, struct crm_buf *out)
{
	crm_match_text_write(&m->model, m->t, out);
}

void crm_match_estimate(const struct crm_match *m, double bits, size_t *pairs, double *precision,
			double *recall)
{
	double right = 0, all = m->model.lm * (double)m->t->n * ((double)m->t->n - 1) / 2;

	*pairs = 0;
	for (size_t i = 0; i < m->pairs; i++)
		if (m->pair[i].score >= bits) {
			right += 1 / (1 + exp2(-(double)m->pair[i].score));
			++*pairs;
		}
	*precision = *pairs ? right / (double)*pairs : 1;
	*recall = all > 0 ? right / all : 1;
	if (*recall > 1)
		*recall = 1;
}
