#include <crm/match_rule.h>
#include <crm/array.h>
#include <crm/radix.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEASURED 100000        /* records */
#define IMAGINED 20000         /* pairs by which rules are judged */
#define LEAST_GAIN 20          /* of them that a rule must add */
#define ALL_PAIRS 2000u        /* a table up to here needs no blocking */

static int implies(const struct crm_match_rules *r, int finer, int coarser)
{
	for (; finer >= 0; finer = r->atom[finer].parent)
		if (finer == coarser)
			return 1;
	return 0;
}

/* 1: every pair of the candidate rule is already a pair of an accepted one */
static int dominated(const struct crm_match_rules *r, const struct crm_match_rule *accepted, size_t n,
		     const struct crm_match_rule *c)
{
	for (size_t i = 0; i < n; i++) {
		unsigned held = 0;

		for (unsigned a = 0; a < accepted[i].n; a++)
			for (unsigned b = 0; b < c->n; b++)
				if (implies(r, c->atom[b], accepted[i].atom[a])) {
					held++;
					break;
				}
		if (held == accepted[i].n)
			return 1;
	}
	return 0;
}

static int disjoint(const struct crm_match_atom *a, const struct crm_match_atom *b)
{
	return a->cmp != b->cmp && a->cmp != b->cmp2 && a->cmp2 != b->cmp
	       && (a->values == 1 || b->values == 1);
}

struct candidates {
	struct crm_match_rule *rule;
	size_t n, cap;
};

static int cheaper_last(const void *a, const void *b)
{
	double x = ((const struct crm_match_rule *)a)->pairs, y = ((const struct crm_match_rule *)b)->pairs;

	return x > y ? -1 : x < y;
}

static void consider(struct crm_match_rules *r, struct candidates *all, struct crm_match_rule base,
		     unsigned atom,
		     double records)
{
	const struct crm_match_atom *a = &r->atom[atom];

	for (unsigned i = 0; i < base.n; i++)
		if (!disjoint(a, &r->atom[base.atom[i]]))
			return;
	base.atom[base.n++] = (unsigned char)atom;
	base.pairs = base.n == 1 ? records / 2 : base.pairs;
	base.pairs *= a->chance;
	CRM_GROW(all->rule, all->n, all->cap);
	all->rule[all->n++] = base;
}

/* sets of one more atom than those in `from` that are still too costly */
static void extend(struct crm_match_rules *r, const struct candidates *from, struct candidates *to,
		   double records)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct crm_match_rule *base = &from->rule[i];

		if (base->pairs <= r->budget)
			continue;
		for (unsigned a = base->atom[base->n - 1] + 1u; a < r->natoms; a++)
			consider(r, to, *base, a, records);
	}
}

static void accept(struct crm_match_rules *r, struct candidates *found, struct candidates *level)
{
	if (level->n)
		qsort(level->rule, level->n, sizeof *level->rule, cheaper_last);
	for (size_t i = 0; i < level->n; i++) {
		if (level->rule[i].pairs > r->budget || dominated(r, found->rule, found->n, &level->rule[i]))
			continue;
		CRM_GROW(found->rule, found->n, found->cap);
		found->rule[found->n++] = level->rule[i];
	}
}

static uint32_t draw(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)(x >> 32);
}

/* On which atoms does imagined pair k of one person agree?  Each comparison agrees in 60 % of the pairs,
 * in 20 % it agrees coarsely; whether a slot is filled on both sides is drawn from its filling. */
static uint64_t imagine(const struct crm_match_rules *r, uint64_t k)
{
	uint64_t agreed = 0;

	for (unsigned i = 0; i < r->natoms; i++) {
		const struct crm_match_atom *a = &r->atom[i];
		double c = draw(k * 1000 + a->cmp) / 4294967296.0, c2 = draw(k * 1000 + a->cmp2) / 4294967296.0;
		double f = draw(k * 1000 + 500 + a->slot) / 4294967296.0, limit = a->coarse ? 0.8 : 0.6;

		if (c < limit && c2 < limit && f < a->filled * a->filled)
			agreed |= (uint64_t)1 << i;
	}
	return agreed;
}

static uint64_t rule_mask(const struct crm_match_rule *rule)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < rule->n; i++)
		mask |= (uint64_t)1 << rule->atom[i];
	return mask;
}

/* the pairs a record that a rule really makes; in a large table by a part of its records */
static double measure(const struct crm_match_rules *r, const struct crm_match_table *t,
		      const struct crm_match_rule *rule)
{
	size_t step = 1 + t->n / MEASURED, n = 0;
	struct crm_keyed *entry = crm_calloc((t->n / step + 1) * CRM_MATCH_PHONES, sizeof *entry);
	double pairs = 0;

	for (size_t i = 0; i < t->n; i += step) {
		uint64_t key[CRM_MATCH_PHONES] = { 0 };
		unsigned keys = crm_match_rule_keys(r, rule, crm_match_row(t, i), key);

		for (unsigned k = 0; k < keys; k++)
			if (key[k])
				entry[n++] = (struct crm_keyed){ key[k], (uint32_t)i };
	}
	crm_radix_sort(entry, n);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && entry[to].key == entry[from].key; to++)
			;
		pairs += (double)(to - from) * (double)(to - from - 1) / 2;
	}
	free(entry);
	return pairs * (double)step * (double)step / (double)t->n;
}

/* Greedily the rule that reaches most of the imagined pairs not reached yet, until one adds too little. */
static void choose(struct crm_match_rules *r, const struct crm_match_table *t, struct crm_match_rule *found,
		   size_t n)
{
	uint64_t *pair = crm_calloc(IMAGINED, sizeof *pair);
	size_t left = IMAGINED;

	for (size_t k = 0; k < IMAGINED; k++)
		pair[k] = imagine(r, k + 1);
	while (r->n < CRM_MATCH_RULES) {
		size_t best = 0, most = 0, kept = 0;

		for (size_t i = 0; i < n; i++) {
			uint64_t mask = rule_mask(&found[i]);
			size_t reached = 0;

			for (size_t k = 0; k < left && found[i].n; k++)
				reached += (pair[k] & mask) == mask;
			if (reached > most) {
				most = reached;
				best = i;
			}
		}
		if (most < LEAST_GAIN)
			break;
		found[best].pairs = measure(r, t, &found[best]);
		/* its atoms are not independent, like a town and its code */
		if (found[best].pairs > 2 * r->budget) {
			found[best].n = 0;
			continue;
		}
		r->rule[r->n++] = found[best];
		for (size_t k = 0; k < left; k++)
			if ((pair[k] & rule_mask(&found[best])) != rule_mask(&found[best]))
				pair[kept++] = pair[k];
		left = kept;
	}
	free(pair);
}

static void forget_unused(struct crm_match_rules *r)
{
	unsigned char used[CRM_MATCH_ATOMS] = { 0 };

	for (size_t i = 0; i < r->n; i++)
		for (unsigned k = 0; k < r->rule[i].n; k++)
			used[r->rule[i].atom[k]] = 1;
	for (size_t i = 0; i < r->natoms; i++)
		if (!used[i]) {
			free(r->atom[i].code);
			r->atom[i].code = NULL;
		}
}

/* What one rule may cost: 4 pairs a record in a table of 100,000, more in smaller ones, where the time is
 * there to look further. */
static double pairs_a_record(double records)
{
	double pairs = 4 * sqrt(100000 / records);

	return pairs < 3 ? 3 : pairs > 16 ? 16 : pairs;
}

void crm_match_rules_make(struct crm_match_rules *r, const struct crm_match_table *t)
{
	struct candidates level[3] = { { NULL, 0, 0 }, { NULL, 0, 0 }, { NULL, 0, 0 } }, found = { NULL, 0,
												  0 };
	struct crm_match_rule empty = { { 0, 0, 0 }, 0, 0 };

	memset(r, 0, sizeof *r);
	if (t->n <= ALL_PAIRS) {
		r->n = 1;                                /* the empty rule holds every pair */
		r->rule[0].pairs = (double)t->n / 2;
		return;
	}
	r->budget = pairs_a_record((double)t->n);
	r->natoms = crm_match_atoms_make(r->atom, t);
	for (unsigned a = 0; a < r->natoms; a++)
		consider(r, &level[0], empty, a, (double)t->n);
	for (int size = 0; size < 3; size++) {
		accept(r, &found, &level[size]);
		if (size < 2)
			extend(r, &level[size], &level[size + 1], (double)t->n);
	}
	choose(r, t, found.rule, found.n);
	forget_unused(r);
	for (int size = 0; size < 3; size++)
		free(level[size].rule);
	free(found.rule);
}

void crm_match_rules_release(struct crm_match_rules *r)
{
	for (size_t i = 0; i < r->natoms; i++)
		free(r->atom[i].code);
	r->natoms = 0;
}

static uint64_t mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

static uint64_t code_of(const struct crm_match_atom *a, const uint32_t *row, unsigned value)
{
	uint64_t code = a->code[row[a->slot + value]], other;

	if (a->cmp2 == a->cmp)
		return code;
	other = a->code[row[a->slot + 1]];
	return !code || !other ? 0 : code < other ? code << 32 | other : other << 32 | code;
}

unsigned crm_match_rule_keys(const struct crm_match_rules *r, const struct crm_match_rule *rule,
			     const uint32_t *row, uint64_t *key)
{
	unsigned values = 1;

	for (unsigned i = 0; i < rule->n; i++)
		if (r->atom[rule->atom[i]].values > values)
			values = r->atom[rule->atom[i]].values;
	for (unsigned k = 0; k < values; k++) {
		uint64_t h = 0x9e3779b97f4a7c15u;

		for (unsigned i = 0; i < rule->n && h; i++) {
			const struct crm_match_atom *a = &r->atom[rule->atom[i]];
			uint64_t code = code_of(a, row, a->values > 1 ? k : 0);

			h = code ? mix(h ^ code) : 0;
		}
		key[k] = h;
	}
	return values;
}
