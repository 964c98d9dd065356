#include <crm/match_level.h>
#include <crm/distance.h>

#include <stdlib.h>
#include <string.h>

#define SWAPPED_NEAR -6.6f     /* bits of a name that agrees but for a letter */
#define WHOLE -0.01f           /* no evidence of its own: the given name has it all */

enum grade { SAME, NEAR, ALIKE, INITIAL, DIFFER };

struct word {
	const uint16_t *s;
	size_t n;
	uint64_t set;          /* of its letters */
	uint16_t first;        /* of them, 0 none; the others may be far away in memory */
};

static struct word word_of(const struct crm_match_dict *d, uint32_t v)
{
	const struct crm_match_word *w = &d->word[v];

	return (struct word){ d->letter + w->at, w->n, w->set, w->first };
}

static int bits(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555u;
	x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
	return (int)(((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
}

/* Edit distance up to limit, or limit + 1.  One edit changes the set of letters by at most two. */
static int distance(struct word a, struct word b, int limit)
{
	if (a.n > b.n + (size_t)limit || b.n > a.n + (size_t)limit || bits(a.set ^ b.set) > 2 * limit)
		return limit + 1;
	return crm_distance_osa(a.s, a.n, b.s, b.n, limit);
}

/* Jaro-Winkler >= least, with an upper bound first: letters that the other word lacks cannot match. */
static int alike(struct word a, struct word b, double least)
{
	int ma = (int)a.n - bits(a.set & ~b.set), mb = (int)b.n - bits(b.set & ~a.set);
	float m = (float)(ma < mb ? ma : mb), na = (float)a.n, nb = (float)b.n;
	float jaro = (m * (na + nb) / (na * nb) + 1) / 3;

	return jaro + (a.first == b.first ? 0.4f : 0) * (1 - jaro) >= (float)least - 1e-4f
	       && crm_distance_jaro_winkler(a.s, a.n, b.s, b.n) >= least;
}

static int is_prefix(struct word a, struct word b)
{
	size_t n = a.n < b.n ? a.n : b.n;

	return a.first == b.first && !memcmp(a.s, b.s, n * sizeof *a.s);
}

static int is_ideographic(struct word w)
{
	return w.first >= 0x3400;
}

/* names in an alphabet or in kana */
static enum grade grade_name(struct word a, struct word b)
{
	size_t shorter = a.n < b.n ? a.n : b.n;
	int d;

	if (is_ideographic(a) || is_ideographic(b))
		return a.s[0] == b.s[0] ? ALIKE : DIFFER;
	d = distance(a, b, 2);
	if (d == 0)
		return SAME;
	if (d == 1 && shorter >= 2)
		return NEAR;
	if (shorter == 1)
		return a.s[0] == b.s[0] ? INITIAL : DIFFER;
	if ((d == 2 && shorter >= 5) || alike(a, b, 0.88))
		return ALIKE;
	return shorter >= 3 && is_prefix(a, b) ? ALIKE : DIFFER;
}

static const float *rarity(const struct crm_match_table *t, unsigned slot)
{
	return t->slot[slot].bits;
}

/* One part of the name.  fa, fb: the slots that hold it in a and in b (crosswise for swapped names). */
static int name_level(const struct crm_match_table *t, const uint32_t *a, unsigned fa, const uint32_t *b,
		      unsigned fb, float *rare)
{
	unsigned ka = fa + CRM_SLOT_FAMILY_KANA, kb = fb + CRM_SLOT_FAMILY_KANA;
	uint32_t ta = a[fa], tb = b[fb], ra = a[ka], rb = b[kb];
	int text = ta && tb, kana = ra && rb;
	struct word a_word, b_word;
	enum grade g;

	*rare = 0;
	if (!text && !kana)
		return 0;
	if (text && ta == tb) {
		*rare = rarity(t, fb)[tb];
		return kana && ra != rb ? CRM_NAME_WRITING : CRM_NAME_SAME;
	}
	if (kana && ra == rb) {
		*rare = rarity(t, kb)[rb];
		return text ? CRM_NAME_READING : CRM_NAME_SAME;
	}
	a_word = kana ? word_of(t->slot[ka].dict, ra) : word_of(t->slot[fa].dict, ta);
	b_word = kana ? word_of(t->slot[ka].dict, rb) : word_of(t->slot[fa].dict, tb);
	if (is_ideographic(a_word) != is_ideographic(b_word))
		return 0;                                /* SATO and 佐藤 may be one or not */
	g = grade_name(a_word, b_word);
	if (text && kana && g != INITIAL)                /* 津田 and 和田: another reading of another writing */
		g = word_of(t->slot[fa].dict, ta).s[0] == word_of(t->slot[fa].dict, tb).s[0] && g != DIFFER ? ALIKE : DIFFER;
	return g == NEAR ? CRM_NAME_NEAR : g == ALIKE ? CRM_NAME_ALIKE : g == INITIAL ? CRM_NAME_INITIAL
	     : CRM_NAME_DIFFER;
}

static int is_agreement(int level)
{
	return level >= CRM_NAME_SAME && level <= CRM_NAME_NEAR;
}

/* names that could not be split agree as a whole or say nothing */
static int whole_name(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b, float *rare)
{
	if (a[CRM_SLOT_FULL_KANA] && a[CRM_SLOT_FULL_KANA] == b[CRM_SLOT_FULL_KANA]) {
		*rare = rarity(t, CRM_SLOT_FULL_KANA)[a[CRM_SLOT_FULL_KANA]];
		return 1;
	}
	if (a[CRM_SLOT_FULL] && a[CRM_SLOT_FULL] == b[CRM_SLOT_FULL]) {
		*rare = rarity(t, CRM_SLOT_FULL)[a[CRM_SLOT_FULL]];
		return 1;
	}
	return 0;
}

/* one name must be the very same, so that most pairs need no closer look */
static int may_be_swapped(const uint32_t *a, const uint32_t *b)
{
	return (a[CRM_SLOT_FAMILY] && a[CRM_SLOT_FAMILY] == b[CRM_SLOT_GIVEN])
	       || (a[CRM_SLOT_GIVEN] && a[CRM_SLOT_GIVEN] == b[CRM_SLOT_FAMILY])
	       || (a[CRM_SLOT_FAMILY_KANA] && a[CRM_SLOT_FAMILY_KANA] == b[CRM_SLOT_GIVEN_KANA])
	       || (a[CRM_SLOT_GIVEN_KANA] && a[CRM_SLOT_GIVEN_KANA] == b[CRM_SLOT_FAMILY_KANA]);
}

/* Family and given name, the comparisons 0 and 1, together: they may be swapped. */
static void compare_person(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b,
			   struct crm_match_outcome *o)
{
	float fs, gs, whole;
	int f = name_level(t, a, CRM_SLOT_FAMILY, b, CRM_SLOT_FAMILY, &o->bits[0]);
	int g = name_level(t, a, CRM_SLOT_GIVEN, b, CRM_SLOT_GIVEN, &o->bits[1]);
	int cf, cg;

	if (!f && !g && whole_name(t, a, b, &whole)) {
		f = g = CRM_NAME_SAME;
		o->bits[0] = WHOLE;
		o->bits[1] = whole;
	}
	o->level[0] = (unsigned char)f;
	o->level[1] = (unsigned char)g;
	if (is_agreement(f) || is_agreement(g) || !may_be_swapped(a, b))
		return;
	cf = name_level(t, a, CRM_SLOT_FAMILY, b, CRM_SLOT_GIVEN, &fs);
	cg = name_level(t, a, CRM_SLOT_GIVEN, b, CRM_SLOT_FAMILY, &gs);
	if ((is_agreement(cf) && (is_agreement(cg) || !cg)) || (!cf && is_agreement(cg))) {
		o->level[0] = CRM_NAME_SWAPPED;
		o->bits[0] = cf == CRM_NAME_SAME ? fs : SWAPPED_NEAR;
		o->level[1] = (unsigned char)cg;
		o->bits[1] = cg == CRM_NAME_SAME ? gs : 0;
		if (!cf) {
			o->bits[0] = gs;
			o->level[1] = 0;
			o->bits[1] = 0;
		}
	}
}

static int date_level(const struct crm_match_dict *d, uint32_t va, uint32_t vb)
{
	uint32_t a = d->aux[va], b = d->aux[vb];
	struct word wa, wb;
	int differ = 0;

	if (va == vb)
		return CRM_DATE_SAME;
	wa = word_of(d, va);
	wb = word_of(d, vb);
	if (wa.n != 8 || wb.n != 8)                      /* a guessed column may hold other things */
		return CRM_DATE_DIFFER;
	for (size_t i = 0; i < 8; i++)
		differ += wa.s[i] != wb.s[i];
	if (differ == 1 || distance(wa, wb, 1) == 1)
		return CRM_DATE_NEAR;
	if (a / 10000 == b / 10000 && a % 10000 / 100 == b % 100 && b % 10000 / 100 == a % 100)
		return CRM_DATE_NEAR;
	if (differ == 2 || a % 10000 == b % 10000)
		return CRM_DATE_ALIKE;
	return a / 10000 == b / 10000 ? CRM_DATE_YEAR : CRM_DATE_DIFFER;
}

static int phone_level(const struct crm_match_dict *d, uint32_t a, uint32_t b)
{
	struct word wa = word_of(d, a), wb = word_of(d, b);

	return distance(wa, wb, 1) == 1 ? CRM_LEVEL_NEAR : CRM_LEVEL_ALIKE;
}

static int has_digit(struct word w)
{
	for (size_t i = 0; i < w.n; i++)
		if (w.s[i] >= '0' && w.s[i] <= '9')
			return 1;
	return 0;
}

static int equal_slot(const uint32_t *a, const uint32_t *b, unsigned slot)
{
	return a[slot] && a[slot] == b[slot];
}

static size_t next_letter(struct word w, size_t i)
{
	while (i < w.n && (w.s[i] < 'a' || w.s[i] > 'z'))
		i++;
	return i;
}

/* two parts before the @ that differ in digits and dots only */
static int same_letters(struct word a, struct word b)
{
	size_t i = next_letter(a, 0), k = next_letter(b, 0);

	while (i < a.n && k < b.n && a.s[i] == b.s[k]) {
		i = next_letter(a, i + 1);
		k = next_letter(b, k + 1);
	}
	return i >= a.n && k >= b.n;
}

/* People of one name choose addresses alike but for their digits: that says nothing of who they are. */
static int same_name(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b)
{
	return t->person && (equal_slot(a, b, CRM_SLOT_FAMILY) || equal_slot(a, b, CRM_SLOT_GIVEN)
			     || equal_slot(a, b, CRM_SLOT_FAMILY_KANA) || equal_slot(a, b, CRM_SLOT_GIVEN_KANA));
}

/* The part before the @ tells people of one name apart only by its digits.  i, j: which of the alternatives */
static int email_level(const struct crm_match_table *t, const struct crm_match_cmp *c, const uint32_t *a,
		       unsigned i, const uint32_t *b, unsigned j)
{
	const struct crm_match_dict *d = t->slot[c->slot].dict, *local = t->slot[c->slot + c->values].dict;
	uint32_t la = a[c->slot + c->values + i], lb = b[c->slot + c->values + j];
	int edits = distance(word_of(d, a[c->slot + i]), word_of(d, b[c->slot + j]), 3);

	if (edits <= 1 || (la == lb && has_digit(word_of(local, la))))
		return CRM_LEVEL_NEAR;
	if (edits > 3 && la != lb)
		return CRM_LEVEL_FAR;
	return same_name(t, a, b) && same_letters(word_of(local, la), word_of(local, lb)) ? CRM_LEVEL_FAR : CRM_LEVEL_ALIKE;
}

/* the best of all alternatives */
static int several_level(const struct crm_match_table *t, const struct crm_match_cmp *c, const uint32_t *a,
			 const uint32_t *b, float *rare)
{
	const struct crm_match_dict *d = t->slot[c->slot].dict;
	int best = 0;

	for (unsigned i = 0; i < c->values && a[c->slot + i]; i++)
		for (unsigned j = 0; j < c->values && b[c->slot + j]; j++) {
			uint32_t va = a[c->slot + i], vb = b[c->slot + j];
			int level;

			if (va == vb) {
				*rare = rarity(t, c->slot)[va];
				return CRM_LEVEL_SAME;
			}
			if (c->type != CRM_TYPE_EMAIL)
				level = phone_level(d, va, vb);
			else
				level = email_level(t, c, a, i, b, j);
			if (!best || level < best)
				best = level;
		}
	return best;
}

static int postal_level(const struct crm_match_dict *d, uint32_t a, uint32_t b)
{
	struct word wa = word_of(d, a), wb = word_of(d, b);
	size_t n = wa.n < wb.n ? wa.n : wb.n, area = n >= 5 ? 3 : n >= 3 ? 2 : n;

	if (distance(wa, wb, 1) == 1)
		return CRM_LEVEL_NEAR;
	return !memcmp(wa.s, wb.s, area * sizeof *wa.s) ? CRM_LEVEL_ALIKE : CRM_LEVEL_FAR;
}

static int text_level(const struct crm_match_dict *d, uint32_t a, uint32_t b)
{
	struct word wa = word_of(d, a), wb = word_of(d, b);
	size_t shorter = wa.n < wb.n ? wa.n : wb.n;
	int edits = distance(wa, wb, 2);

	if ((edits == 1 && shorter >= 3) || (edits == 2 && shorter >= 8))
		return CRM_LEVEL_NEAR;
	if (alike(wa, wb, 0.85))
		return CRM_LEVEL_ALIKE;
	return CRM_LEVEL_FAR;
}

/* the numbers of two blocks of one town: one edit apart? */
static int near_block(const struct crm_match_dict *d, uint32_t a, uint32_t b)
{
	const char *sa = strrchr(crm_match_dict_text(d, a), '/'), *sb = strrchr(crm_match_dict_text(d, b),
										'/');
	uint16_t wa[CRM_DISTANCE_MAX], wb[CRM_DISTANCE_MAX];
	size_t na, nb;

	if (!sa || !sb)
		return 0;
	na = crm_distance_decode(sa, strlen(sa), wa, CRM_DISTANCE_MAX);
	nb = crm_distance_decode(sb, strlen(sb), wb, CRM_DISTANCE_MAX);
	return crm_distance_osa(wa, na, wb, nb, 1) <= 1;
}

static int same_town_level(const struct crm_match_dict *blocks, uint32_t a, uint32_t b)
{
	if (!a || !b)
		return CRM_ADDR_TOWN;
	return near_block(blocks, a, b) ? CRM_ADDR_NEAR_BLOCK : CRM_ADDR_OTHER_BLOCK;
}

static int address_level(const struct crm_match_table *t, const struct crm_match_cmp *c, const uint32_t *a,
			 const uint32_t *b, float *rare)
{
	unsigned postal = c->slot + CRM_ADDR_SLOT_POSTAL, town = c->slot + CRM_ADDR_SLOT_TOWN;
	unsigned block = c->slot + CRM_ADDR_SLOT_BLOCK, room = c->slot + CRM_ADDR_SLOT_ROOM;
	int same_postal = a[postal] && a[postal] == b[postal], both_postal = a[postal] && b[postal], near = 0;

	if (both_postal && !same_postal)
		near = postal_level(t->slot[postal].dict, a[postal], b[postal]) <= CRM_LEVEL_ALIKE;
	if (!a[town] || !b[town]) {
		if (!both_postal)
			return 0;
		*rare = same_postal ? rarity(t, postal)[a[postal]] : 0;
		return same_postal ? CRM_ADDR_POSTAL : near ? CRM_ADDR_POSTAL_AREA : CRM_ADDR_POSTAL_DIFFER;
	}
	if (a[block] && a[block] == b[block]) {
		*rare = rarity(t, block)[a[block]];
		if (a[room] && b[room])
			return a[room] == b[room] ? CRM_ADDR_ROOM : CRM_ADDR_OTHER_ROOM;
		return CRM_ADDR_BLOCK;
	}
	if (a[town] == b[town]) {
		*rare = rarity(t, town)[a[town]];
		return same_town_level(t->slot[block].dict, a[block], b[block]);
	}
	if (same_postal) {
		*rare = rarity(t, postal)[a[postal]];
		return same_town_level(t->slot[block].dict, a[block], b[block]);
	}
	return near ? CRM_ADDR_AREA : CRM_ADDR_DIFFER;
}

static int value_level(const struct crm_match_table *t, const struct crm_match_cmp *c, uint32_t a, uint32_t b,
		       float *rare)
{
	const struct crm_match_dict *d = t->slot[c->slot].dict;

	if (!a || !b)
		return 0;
	if (a == b) {
		*rare = c->type == CRM_TYPE_SEX ? 0 : rarity(t, c->slot)[a];
		return CRM_LEVEL_SAME;
	}
	switch (c->type) {
	case CRM_TYPE_DATE:   return date_level(d, a, b);
	case CRM_TYPE_POSTAL: return postal_level(d, a, b);
	case CRM_TYPE_TEXT:   return text_level(d, a, b);
	case CRM_TYPE_ID:
	case CRM_TYPE_NUMBER: return phone_level(d, a, b);
	default:              return CRM_LEVEL_NEAR;     /* of two levels the second: it differs */
	}
}

void crm_match_compare_one(const struct crm_match_table *t, size_t i, const uint32_t *a, const uint32_t *b,
			   struct crm_match_outcome *o)
{
	const struct crm_match_cmp *c = &t->cmp[i];
	int level;

	if (t->person && i < 2) {
		if (i == 0)
			compare_person(t, a, b, o);
		return;
	}
	if (c->type == CRM_TYPE_ADDRESS)
		level = address_level(t, c, a, b, &o->bits[i]);
	else if (c->values > 1)
		level = several_level(t, c, a, b, &o->bits[i]);
	else
		level = value_level(t, c, a[c->slot], b[c->slot], &o->bits[i]);
	o->level[i] = (unsigned char)level;
}

void crm_match_compare(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b,
		       struct crm_match_outcome *o)
{
	memset(o, 0, sizeof *o);
	for (size_t i = 0; i < t->ncmp; i++)
		crm_match_compare_one(t, i, a, b, o);
}

static float rarer(const struct crm_match_table *t, const uint32_t *a, unsigned sa, const uint32_t *b,
		   unsigned sb,
		   float least)
{
	float bits = a[sa] && a[sa] == b[sb] ? rarity(t, sb)[b[sb]] : 0;

	return bits < least ? bits : least;
}

float crm_match_rarest_equal(const struct crm_match_table *t, size_t i, const uint32_t *a, const uint32_t *b)
{
	unsigned slot = t->cmp[i].slot, other = i == 0 ? CRM_SLOT_GIVEN : CRM_SLOT_FAMILY;
	float least = rarer(t, a, slot, b, slot, 0);

	if (!t->person || i > 1)
		return least;
	least = rarer(t, a, slot + CRM_SLOT_FAMILY_KANA, b, slot + CRM_SLOT_FAMILY_KANA, least);
	least = rarer(t, a, CRM_SLOT_FULL, b, CRM_SLOT_FULL, least);
	least = rarer(t, a, CRM_SLOT_FULL_KANA, b, CRM_SLOT_FULL_KANA, least);
	least = rarer(t, a, slot, b, other, least);
	least = rarer(t, a, other, b, slot, least);
	least = rarer(t, a, slot + CRM_SLOT_FAMILY_KANA, b, other + CRM_SLOT_FAMILY_KANA, least);
	return rarer(t, a, other + CRM_SLOT_FAMILY_KANA, b, slot + CRM_SLOT_FAMILY_KANA, least);
}
