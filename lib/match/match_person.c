#include <crm/match_person.h>
#include <crm/array.h>
#include <crm/match_clean.h>
#include <crm/norm.h>

#include <stdlib.h>
#include <string.h>

static void put(struct crm_match_table *t, uint32_t *row, unsigned slot, const struct crm_buf *b)
{
	if (!row[slot])
		row[slot] = crm_match_dict_put(t->slot[slot].dict, b->s, b->n);
}

static void kana_key(const char *s, struct crm_buf *out)
{
	struct crm_norm_note note;

	crm_buf_reset(out);
	if (crm_norm_find("kana.key")(s, out, &note) < 0)
		crm_buf_reset(out);
}

/* a part of a name whose column says which part it is */
static void add_part(struct crm_match_table *t, uint32_t *row, const char *s, int given)
{
	struct crm_buf *b = &t->scratch[0];

	if (crm_match_script(s) == CRM_SCRIPT_KANA) {
		kana_key(s, b);
		put(t, row, CRM_SLOT_FAMILY_KANA + (unsigned)given, b);
	} else {
		crm_match_clean_fold(s, b);
		put(t, row, CRM_SLOT_FAMILY + (unsigned)given, b);
	}
}

/* a whole reading: split at its space; without one it waits for _resolve */
static void add_whole_kana(struct crm_match_table *t, uint32_t *row, const char *s)
{
	struct crm_buf *kana = &t->scratch[1], *key = &t->scratch[0];
	char *space;

	if (crm_match_script(s) != CRM_SCRIPT_KANA)
		return;
	crm_match_clean_kana(s, kana);
	kana_key(kana->s, key);
	put(t, row, CRM_SLOT_FULL_KANA, key);
	space = strchr(kana->s, ' ');
	if (!space || strchr(space + 1, ' '))
		return;
	*space = 0;
	kana_key(kana->s, key);
	put(t, row, CRM_SLOT_FAMILY_KANA, key);
	kana_key(space + 1, key);
	put(t, row, CRM_SLOT_GIVEN_KANA, key);
}

static void add_whole(struct crm_match_table *t, uint32_t *row, const char *s)
{
	struct crm_buf *family = &t->scratch[0], *given = &t->scratch[1];

	if (crm_match_script(s) == CRM_SCRIPT_KANA) {
		add_whole_kana(t, row, s);
		return;
	}
	crm_match_clean_split(s, family, given);
	put(t, row, CRM_SLOT_FAMILY, family);
	put(t, row, CRM_SLOT_GIVEN, given);
	crm_match_clean_fold(s, family);
	put(t, row, CRM_SLOT_FULL, family);
}

static void join(struct crm_match_table *t, uint32_t *row, unsigned family, unsigned given, unsigned full)
{
	struct crm_buf *b = &t->scratch[0];

	if (row[full] || !row[family] || !row[given])
		return;
	crm_buf_reset(b);
	crm_buf_puts(b, crm_match_dict_text(t->slot[family].dict, row[family]));
	crm_buf_puts(b, crm_match_dict_text(t->slot[given].dict, row[given]));
	put(t, row, full, b);
}

void crm_match_person_add(struct crm_match_table *t, uint32_t *row, const struct crm_cell *cells)
{
	/* columns that say more come first: a part before a whole, a reading before a name in kana */
	for (size_t i = 0; i < t->columns; i++) {
		if (!cells[i].n)
			continue;
		if (t->kind[i] == CRM_KIND_FAMILY || t->kind[i] == CRM_KIND_FAMILY_KANA)
			add_part(t, row, cells[i].s, 0);
		else if (t->kind[i] == CRM_KIND_GIVEN || t->kind[i] == CRM_KIND_GIVEN_KANA)
			add_part(t, row, cells[i].s, 1);
	}
	for (size_t i = 0; i < t->columns; i++)
		if (cells[i].n && t->kind[i] == CRM_KIND_KANA)
			add_whole_kana(t, row, cells[i].s);
	for (size_t i = 0; i < t->columns; i++)
		if (cells[i].n && t->kind[i] == CRM_KIND_PERSON)
			add_whole(t, row, cells[i].s);
	join(t, row, CRM_SLOT_FAMILY, CRM_SLOT_GIVEN, CRM_SLOT_FULL);
	join(t, row, CRM_SLOT_FAMILY_KANA, CRM_SLOT_GIVEN_KANA, CRM_SLOT_FULL_KANA);
}

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
