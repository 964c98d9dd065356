#include <crm/match_person.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

#define CLEARLY 4              /* times as frequent */

/* how often a value occurs as a family or given name */
static uint32_t *count_slot(const struct crm_match_table *t, unsigned slot)
{
	uint32_t *count = crm_calloc(crm_match_dict_count(t->slot[slot].dict) + 1, sizeof *count);

	for (size_t i = 0; i < t->n; i++)
		count[crm_match_row(t, i)[slot]]++;
	count[0] = 0;
	return count;
}

/* the parts of names, and how often each occurs: counted here, or known of all records */
struct parts {
	struct crm_match_dict *d;                      /* of the parts */
	const struct crm_match_dict *whole;
	unsigned family, given;                        /* slots */
	const uint32_t *families, *givens;
	const struct crm_match_index *all;
};

static double frequency(const struct parts *p, int given, const char *s, size_t n)
{
	if (p->all)
		return crm_match_index_name(p->all, given ? p->given : p->family, s, n);
	return (given ? p->givens : p->families)[crm_match_dict_find(p->d, s, n)];
}

/* The cut whose halves are the most frequent names, 0 none; a cut with one known half only when there is none
 * with two. */
static size_t best_cut(const struct parts *p, const char *s, size_t n)
{
	double best_score = 0;
	size_t best = 0;

	for (size_t i = 1; i < n; i++) {
		double score;

		if (((unsigned char)s[i] & 0xc0) == 0x80)
			continue;
		score = frequency(p, 0, s, i);
		if (score > 0)
			score *= frequency(p, 1, s + i, n - i);
		if (score > best_score) {
			best_score = score;
			best = i;
		}
	}
	return best;
}

struct split {
	uint32_t family, given;
};

/* A name of one word: which half is there?  Only when others leave no doubt. */
static struct split half(const struct parts *p, const char *s, size_t n)
{
	double family = frequency(p, 0, s, n), given = frequency(p, 1, s, n);

	return (struct split){ family >= CLEARLY * given && family > 0 ? crm_match_dict_put(p->d, s, n) : 0,
			       given >= CLEARLY * family && given > 0 ? crm_match_dict_put(p->d, s, n) : 0 };
}

/* only names that exist: in a whole table no new value appears */
static struct split best_split(const struct parts *p, uint32_t full)
{
	const char *s = crm_match_dict_text(p->whole, full);
	size_t n = strlen(s), cut = best_cut(p, s, n);

	if (!cut)
		return half(p, s, n);
	return (struct split){ crm_match_dict_put(p->d, s, cut), crm_match_dict_put(p->d, s + cut, n - cut) };
}

static void resolve(struct crm_match_table *t, unsigned family, unsigned given, unsigned full,
		    const struct crm_match_index *all)
{
	const struct crm_match_dict *d = t->slot[full].dict;
	uint32_t *families = count_slot(t, family), *givens = count_slot(t, given);
	struct parts p = { t->slot[family].dict, d, family, given, families, givens, all };
	struct split *memo = crm_calloc(crm_match_dict_count(d) + 1, sizeof *memo);
	unsigned char *known = crm_calloc(crm_match_dict_count(d) + 1, 1);

	for (size_t i = 0; i < t->n; i++) {
		uint32_t *row = t->row + i * t->width, v = row[full];

		if (!v || row[family] || row[given])
			continue;
		if (!known[v])
			memo[v] = best_split(&p, v);
		known[v] = 1;
		row[family] = memo[v].family;
		row[given] = memo[v].given;
	}
	free(memo);
	free(known);
	if (t->keep_names) {
		t->name_count[family] = families;
		t->name_count[given] = givens;
		return;
	}
	free(families);
	free(givens);
}

void crm_match_person_resolve(struct crm_match_table *t, const struct crm_match_index *all)
{
	resolve(t, CRM_SLOT_FAMILY_KANA, CRM_SLOT_GIVEN_KANA, CRM_SLOT_FULL_KANA, all);
	resolve(t, CRM_SLOT_FAMILY, CRM_SLOT_GIVEN, CRM_SLOT_FULL, all);
}
