#include <crm/match_person.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

/* how often a value occurs as a family or given name */
static uint32_t *count_slot(const struct crm_match_table *t, unsigned slot)
{
	uint32_t *count = crm_calloc(crm_match_dict_count(t->slot[slot].dict) + 1, sizeof *count);

	for (size_t i = 0; i < t->n; i++)
		count[crm_match_row(t, i)[slot]]++;
	count[0] = 0;
	return count;
}

struct split {
	uint32_t family, given;
};

/* The cut whose halves are the most frequent names; a cut with one known half only when there is
 * none with two.  Only values that exist are used, so no new value appears. */
static struct split best_split(const struct crm_match_dict *d, const char *s, const uint32_t *family,
			       const uint32_t *given)
{
	struct split best = { 0, 0 };
	double best_score = 0;
	size_t n = strlen(s);

	for (size_t i = 1; i < n; i++) {
		uint32_t f, g;
		double score;

		if (((unsigned char)s[i] & 0xc0) == 0x80)
			continue;
		f = crm_match_dict_find(d, s, i);
		g = crm_match_dict_find(d, s + i, n - i);
		if (!f || !g || !family[f] || !given[g])
			continue;
		score = (double)family[f] * given[g];
		if (score > best_score) {
			best_score = score;
			best = (struct split){ f, g };
		}
	}
	return best;
}

static void resolve(struct crm_match_table *t, unsigned family, unsigned given, unsigned full)
{
	const struct crm_match_dict *d = t->slot[full].dict;
	uint32_t *families = count_slot(t, family), *givens = count_slot(t, given);
	struct split *memo = crm_calloc(crm_match_dict_count(d) + 1, sizeof *memo);
	unsigned char *known = crm_calloc(crm_match_dict_count(d) + 1, 1);

	for (size_t i = 0; i < t->n; i++) {
		uint32_t *row = t->row + i * t->width, v = row[full];

		if (!v || row[family] || row[given])
			continue;
		if (!known[v])
			memo[v] = best_split(d, crm_match_dict_text(d, v), families, givens);
		known[v] = 1;
		row[family] = memo[v].family;
		row[given] = memo[v].given;
	}
	free(families);
	free(givens);
	free(memo);
	free(known);
}

void crm_match_person_resolve(struct crm_match_table *t)
{
	resolve(t, CRM_SLOT_FAMILY_KANA, CRM_SLOT_GIVEN_KANA, CRM_SLOT_FULL_KANA);
	resolve(t, CRM_SLOT_FAMILY, CRM_SLOT_GIVEN, CRM_SLOT_FULL);
}
