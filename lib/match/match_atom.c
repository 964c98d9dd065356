#include <crm/match_atom.h>
#include <crm/array.h>
#include <crm/map.h>
#include <crm/radix.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEASURED 100000        /* records */
#define IMAGINED 20000         /* pairs by which rules are judged */
#define LEAST_GAIN 20          /* of them that a rule must add */
#define ALL_PAIRS 2000u        /* a table up to here needs no blocking */

typedef uint32_t view_fn(const struct crm_match_dict *d, uint32_t v);

static uint32_t fold_letters(const uint16_t *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 16777619u;
	return h ? h : 1;
}

/* two kana or ideographs, three letters of an alphabet */
static uint32_t view_start(const struct crm_match_dict *d, uint32_t v)
{
	size_t n, want;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	want = n && s[0] < 0x3000 ? 3 : 2;
	return n < want ? 0 : fold_letters(s, want);
}

static uint32_t view_tail(const struct crm_match_dict *d, uint32_t v)
{
	size_t n;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	return n < 9 ? 0 : fold_letters(s + n - 7, 7);
}

/* the letters of the local part, without digits and dots */
static uint32_t view_letters(const struct crm_match_dict *d, uint32_t v)
{
	uint16_t kept[CRM_MATCH_DICT_LETTERS];
	size_t n, k = 0;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	for (size_t i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			kept[k++] = s[i];
	return k < 4 ? 0 : fold_letters(kept, k);
}

static uint32_t view_area(const struct crm_match_dict *d, uint32_t v)
{
	size_t n;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	return n < 4 ? 0 : fold_letters(s, 3);
}

static uint32_t view_year(const struct crm_match_dict *d, uint32_t v)
{
	return d->aux[v] / 10000;
}

static uint32_t view_day(const struct crm_match_dict *d, uint32_t v)
{
	return d->aux[v] % 10000;
}

static uint32_t view_month(const struct crm_match_dict *d, uint32_t v)
{
	return d->aux[v] / 10000 && d->aux[v] % 10000 / 100 ? d->aux[v] / 100 : 0;
}

/* the value itself; the high bit tells it from no value */
static uint32_t view_value(const struct crm_match_dict *d, uint32_t v)
{
	const char *s = crm_match_dict_text(d, v);

	return (uint32_t)(crm_hash(s, strlen(s)) >> 33) | 0x80000000u;
}

enum { VIEW_VALUE, VIEW_START, VIEW_TAIL, VIEW_LETTERS, VIEW_LOCAL, VIEW_AREA, VIEW_POSTAL_AREA, VIEW_POSTAL, VIEW_TOWN,
       VIEW_BLOCK, VIEW_YEAR, VIEW_DAY, VIEW_MONTH, VIEW_BOTH_NAMES, VIEWS };

/* coarse: less than the value */
static const struct { view_fn *see; const char *name; int coarse; } views[VIEWS] = {
	[VIEW_VALUE] = { view_value, "", 0 },
	[VIEW_START] = { view_start, "first letters", 1 },
	[VIEW_TAIL] = { view_tail, "last 7 digits", 1 },
	[VIEW_LETTERS] = { view_letters, "letters before the @", 1 },
	[VIEW_LOCAL] = { view_value, "before the @", 0 },
	[VIEW_AREA] = { view_area, "area", 1 },
	[VIEW_POSTAL_AREA] = { view_area, "postal area", 1 },
	[VIEW_POSTAL] = { view_value, "postal code", 0 },
	[VIEW_TOWN] = { view_value, "town", 0 },
	[VIEW_BLOCK] = { view_value, "block", 0 },
	[VIEW_YEAR] = { view_year, "year", 1 },
	[VIEW_DAY] = { view_day, "month and day", 1 },
	[VIEW_MONTH] = { view_month, "month", 1 },
	[VIEW_BOTH_NAMES] = { view_value, "family and given in either order", 0 },
};

struct tally { uint32_t code, count; };

static int by_code(const void *a, const void *b)
{
	uint32_t x = ((const struct tally *)a)->code, y = ((const struct tally *)b)->code;

	return x < y ? -1 : x > y;
}

/* chance agreement and filling of an atom from the counts of its values */
static void weigh(struct crm_match_atom *a, const struct crm_match_table *t)
{
	const struct crm_match_slot *slot = &t->slot[a->slot];
	uint32_t values = crm_match_dict_count(slot->dict);
	struct tally *tally = crm_calloc(values + 1, sizeof *tally);
	double sum = 0, squares = 0;
	size_t n = 0;

	for (uint32_t v = 1; v <= values; v++) {
		uint32_t code = a->code[v];

		if (code && slot->count[v])
			tally[n++] = (struct tally){ code, slot->count[v] };
	}
	qsort(tally, n, sizeof *tally, by_code);
	for (size_t i = 0; i < n;) {
		double count = 0;
		uint32_t code = tally[i].code;

		for (; i < n && tally[i].code == code; i++)
			count += tally[i].count;
		sum += count;
		squares += count * (count - 1);
	}
	free(tally);
	a->chance = t->n > 1 ? squares / ((double)t->n * ((double)t->n - 1)) : 0;
	a->filled = t->n ? sum / (double)t->n : 0;
}

/* what the atom sees of every value of its slot */
static void see(struct crm_match_atom *a, const struct crm_match_table *t)
{
	const struct crm_match_dict *d = t->slot[a->slot].dict;

	a->code = crm_calloc(crm_match_dict_count(d) + 1, sizeof *a->code);
	for (uint32_t v = 1; v <= crm_match_dict_count(d); v++)
		a->code[v] = views[a->view].see(d, v);
}

static int add(struct crm_match_rules *r, const struct crm_match_table *t, unsigned cmp, unsigned slot,
	       unsigned values, unsigned view, int parent)
{
	struct crm_match_atom *a = &r->atom[r->natoms];

	if (r->natoms == CRM_MATCH_ATOMS || !t->slot[slot].total)
		return parent;
	*a = (struct crm_match_atom){ .cmp = cmp, .cmp2 = cmp, .slot = slot, .values = values, .parent = parent,
				      .view = view, .coarse = views[view].coarse };
	see(a, t);
	weigh(a, t);
	return (int)r->natoms++;
}

static void add_name(struct crm_match_rules *r, const struct crm_match_table *t)
{
	struct crm_match_atom *both;

	for (unsigned kana = 0; kana <= CRM_SLOT_FAMILY_KANA; kana += CRM_SLOT_FAMILY_KANA) {
		int atom[2];

		for (unsigned c = 0; c < 2; c++) {
			int start = add(r, t, c, c + kana, 1, VIEW_START, -1);

			atom[c] = add(r, t, c, c + kana, 1, VIEW_VALUE, start);
		}
		if (r->natoms == CRM_MATCH_ATOMS || atom[0] < 0 || atom[1] < 0 || atom[0] == atom[1])
			continue;
		both = &r->atom[r->natoms++];
		*both = r->atom[atom[0]];
		both->cmp2 = 1;
		both->parent = -1;
		both->view = VIEW_BOTH_NAMES;
		see(both, t);
		both->chance *= 2 * r->atom[atom[1]].chance;
		both->filled *= r->atom[atom[1]].filled;
	}
}

static void add_atoms(struct crm_match_rules *r, const struct crm_match_table *t, unsigned c)
{
	const struct crm_match_cmp *cmp = &t->cmp[c];
	unsigned s = cmp->slot, k = cmp->values;
	int coarse;

	switch (cmp->type) {
	case CRM_TYPE_FAMILY: add_name(r, t); return;
	case CRM_TYPE_GIVEN:  return;
	case CRM_TYPE_SEX:    return;
	case CRM_TYPE_DATE:
		coarse = add(r, t, c, s, k, VIEW_YEAR, -1);
		add(r, t, c, s, k, VIEW_DAY, -1);
		coarse = add(r, t, c, s, k, VIEW_MONTH, coarse);
		add(r, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_MOBILE:
	case CRM_TYPE_LANDLINE:
		coarse = add(r, t, c, s, k, VIEW_TAIL, -1);
		add(r, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_EMAIL:
		coarse = add(r, t, c, s + k, k, VIEW_LETTERS, -1);
		coarse = add(r, t, c, s + k, k, VIEW_LOCAL, coarse);
		add(r, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_POSTAL:
		coarse = add(r, t, c, s, k, VIEW_AREA, -1);
		add(r, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_ADDRESS:
		coarse = add(r, t, c, s, k, VIEW_POSTAL_AREA, -1);
		add(r, t, c, s, k, VIEW_POSTAL, coarse);
		coarse = add(r, t, c, s + CRM_ADDR_SLOT_TOWN, k, VIEW_TOWN, -1);
		add(r, t, c, s + CRM_ADDR_SLOT_BLOCK, k, VIEW_BLOCK, coarse);
		return;
	case CRM_TYPE_TEXT:
		coarse = add(r, t, c, s, k, VIEW_START, -1);
		add(r, t, c, s, k, VIEW_VALUE, coarse);
		return;
	default:
		add(r, t, c, s, k, VIEW_VALUE, -1);
		return;
	}
}

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
	for (unsigned c = 0; c < t->ncmp; c++)
		add_atoms(r, t, c);
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

static int fits(const struct crm_match_atom *a, const struct crm_match_table *t)
{
	const struct crm_match_dict *d;

	if (a->view >= VIEWS || a->values < 1 || a->values > CRM_MATCH_PHONES || a->slot >= t->width
	    || a->slot + a->values > t->width || a->cmp >= t->ncmp || a->cmp2 >= t->ncmp
	    || (a->view == VIEW_BOTH_NAMES && a->slot + 1 >= t->width))
		return 0;
	d = t->slot[a->slot].dict;
	if (a->view == VIEW_YEAR || a->view == VIEW_DAY || a->view == VIEW_MONTH)
		return d->is_date;
	return views[a->view].see == view_value || d->keep_letters;
}

int crm_match_atoms_restore(struct crm_match_rules *r, const struct crm_match_table *t)
{
	for (size_t i = 0; i < r->natoms; i++)
		if (!fits(&r->atom[i], t))
			return -1;
	for (size_t i = 0; i < r->natoms; i++)
		see(&r->atom[i], t);
	return 0;
}

const char *crm_match_atom_view(const struct crm_match_atom *a)
{
	return views[a->view].name;
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

	if (a->view != VIEW_BOTH_NAMES)
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
