#include <crm/match_guess.h>
#include <crm/match_clean.h>
#include <crm/mem.h>
#include <crm/norm.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* canonical field of share/header synonyms → kind; fields that are not here and not "?" are not a person's */
static const struct { const char *field; enum crm_match_kind kind; } field_kind[] = {
	{ "name", CRM_KIND_PERSON }, { "family_name", CRM_KIND_FAMILY }, { "given_name", CRM_KIND_GIVEN },
	{ "kana", CRM_KIND_KANA }, { "family_kana", CRM_KIND_FAMILY_KANA }, { "given_kana",
									     CRM_KIND_GIVEN_KANA },
	{ "birthday", CRM_KIND_DATE }, { "gender", CRM_KIND_SEX }, { "gender_code", CRM_KIND_SEX },
	{ "phone", CRM_KIND_PHONE }, { "mobile", CRM_KIND_PHONE }, { "zip", CRM_KIND_POSTAL },
	{ "address", CRM_KIND_ADDRESS }, { "pref", CRM_KIND_ADDRESS }, { "city", CRM_KIND_ADDRESS },
	{ "addr1", CRM_KIND_ADDRESS }, { "addr2", CRM_KIND_ADDRESS }, { "addr3", CRM_KIND_ADDRESS },
	{ "building", CRM_KIND_ADDRESS }, { "email", CRM_KIND_EMAIL }, { "email2", CRM_KIND_EMAIL },
	{ "email3", CRM_KIND_EMAIL }, { "email_mobile", CRM_KIND_EMAIL }, { "company", CRM_KIND_COMPANY },
	{ "corporate_number", CRM_KIND_IGNORE }, { "invoice_number", CRM_KIND_IGNORE },
	{ "job", CRM_KIND_AUTO }, { "country", CRM_KIND_AUTO },
	/* TEL1, TEL2: two numbers or two parts of one */
	{ "phone1", CRM_KIND_AUTO }, { "phone2", CRM_KIND_AUTO }, { "phone3", CRM_KIND_AUTO },
};

/* words of other people's headers, in the order of their weight: the first that occurs decides */
static const struct { const char *word; enum crm_match_kind kind; } word_kind[] = {
	{ "place", CRM_KIND_TEXT }, { "birthplace", CRM_KIND_TEXT }, { "occupation", CRM_KIND_TEXT }, { "profession", CRM_KIND_TEXT },
	{ "registered", CRM_KIND_IGNORE }, { "created", CRM_KIND_IGNORE }, { "updated", CRM_KIND_IGNORE },
	{ "modified", CRM_KIND_IGNORE }, { "joined", CRM_KIND_IGNORE }, { "signup", CRM_KIND_IGNORE },
	{ "note", CRM_KIND_IGNORE }, { "notes", CRM_KIND_IGNORE }, { "comment", CRM_KIND_IGNORE },
	{ "comments", CRM_KIND_IGNORE }, { "memo", CRM_KIND_IGNORE }, { "source", CRM_KIND_IGNORE },
	{ "fax", CRM_KIND_IGNORE }, { "cluster", CRM_KIND_IGNORE }, { "group", CRM_KIND_IGNORE },
	{ "mail", CRM_KIND_EMAIL }, { "email", CRM_KIND_EMAIL },
	{ "dob", CRM_KIND_DATE }, { "birth", CRM_KIND_DATE }, { "birthdate", CRM_KIND_DATE },
	{ "birthday", CRM_KIND_DATE }, { "born", CRM_KIND_DATE },
	{ "phone", CRM_KIND_PHONE }, { "telephone", CRM_KIND_PHONE }, { "tel", CRM_KIND_PHONE },
	{ "mobile", CRM_KIND_PHONE }, { "cell", CRM_KIND_PHONE }, { "cellphone", CRM_KIND_PHONE },
	{ "postcode", CRM_KIND_POSTAL }, { "postal", CRM_KIND_POSTAL }, { "zip", CRM_KIND_POSTAL },
	{ "zipcode", CRM_KIND_POSTAL }, { "post", CRM_KIND_POSTAL }, { "postalcode", CRM_KIND_POSTAL },
	{ "ssn", CRM_KIND_ID }, { "soc", CRM_KIND_ID }, { "social", CRM_KIND_ID }, { "passport",
										    CRM_KIND_ID },
	{ "licence", CRM_KIND_ID }, { "license", CRM_KIND_ID }, { "insurance", CRM_KIND_ID },
	{ "nhs", CRM_KIND_ID }, { "taxid", CRM_KIND_ID }, { "nino", CRM_KIND_ID },
	{ "surname", CRM_KIND_FAMILY }, { "lastname", CRM_KIND_FAMILY }, { "familyname", CRM_KIND_FAMILY },
	{ "lname", CRM_KIND_FAMILY }, { "sname", CRM_KIND_FAMILY }, { "fname", CRM_KIND_GIVEN },
	{ "forenames", CRM_KIND_GIVEN }, { "gname", CRM_KIND_GIVEN },
	{ "forename", CRM_KIND_GIVEN }, { "firstname", CRM_KIND_GIVEN }, { "givenname", CRM_KIND_GIVEN },
	{ "gender", CRM_KIND_SEX }, { "sex", CRM_KIND_SEX },
	{ "number", CRM_KIND_NUMBER }, { "no", CRM_KIND_NUMBER },
	{ "street", CRM_KIND_TEXT }, { "suburb", CRM_KIND_TEXT }, { "town", CRM_KIND_TEXT },
	{ "county", CRM_KIND_TEXT }, { "village", CRM_KIND_TEXT }, { "city", CRM_KIND_ADDRESS },
	{ "address", CRM_KIND_ADDRESS }, { "addr", CRM_KIND_ADDRESS },
	{ "state", CRM_KIND_EXACT }, { "region", CRM_KIND_EXACT }, { "province", CRM_KIND_EXACT },
	{ "country", CRM_KIND_EXACT },
	{ "company", CRM_KIND_COMPANY }, { "employer", CRM_KIND_COMPANY }, { "organisation",
									    CRM_KIND_COMPANY },
	{ "organization", CRM_KIND_COMPANY },
};

static const char *const given_word[] = { "first", "given", "fore", "f", "christian", "firstname", "givenname", "forename",
					 NULL };
static const char *const family_word[] = { "last", "family", "sur", "l", "surname", "lastname", "familyname",
					  NULL };

struct words {
	char word[8][24];
	size_t n;
};

/* the words of "birth_place", "dateOfBirth", "Post Code" in lower case */
static void split_words(const char *s, struct words *w)
{
	size_t k = 0;

	memset(w, 0, sizeof *w);
	for (; *s && w->n < 8; s++) {
		int upper = *s >= 'A' && *s <= 'Z', letter = upper || (*s >= 'a' && *s <= 'z');

		if (k && (!letter || (upper && s[-1] >= 'a' && s[-1] <= 'z'))) {
			w->n++;
			k = 0;
		}
		if (letter && w->n < 8 && k < 23)
			w->word[w->n][k++] = (char)(*s | 32);
	}
	if (k && w->n < 8)
		w->n++;
}

static int has_word(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->word[i], word))
			return 1;
	return 0;
}

static int has_one_of(const struct words *w, const char *const *list)
{
	for (; *list; list++)
		if (has_word(w, *list))
			return 1;
	return 0;
}

static enum crm_match_kind by_words(const char *column)
{
	struct words w;

	split_words(column, &w);
	if (has_one_of(&w, given_word) && has_one_of(&w, family_word))
		return CRM_KIND_PERSON;
	if (has_word(&w, "name") || has_word(&w, "nm")) {
		if (has_one_of(&w, given_word))
			return CRM_KIND_GIVEN;
		if (has_one_of(&w, family_word))
			return CRM_KIND_FAMILY;
		if (has_word(&w, "middle") || has_word(&w, "user") || has_word(&w, "file"))
			return CRM_KIND_AUTO;
		return has_word(&w, "company") || has_word(&w,
							   "business") ? CRM_KIND_COMPANY : CRM_KIND_PERSON;
	}
	for (size_t i = 0; i < sizeof word_kind / sizeof *word_kind; i++)
		if (has_word(&w, word_kind[i].word))
			return word_kind[i].kind;
	return CRM_KIND_AUTO;
}

static enum crm_match_kind by_name(const char *column)
{
	struct crm_norm norm = { .lexicon = NULL };
	struct crm_buf field = CRM_BUF_INIT;
	enum crm_match_kind kind = CRM_KIND_AUTO;
	crm_norm_fn *header = crm_norm_find("header");
	int known = header && header(column, &field, &norm) == 0 && field.n && field.s[0] != '?';

	if (known) {
		kind = CRM_KIND_IGNORE;
		for (size_t i = 0; i < sizeof field_kind / sizeof *field_kind; i++)
			if (!strcmp(field_kind[i].field, field.s))
				kind = field_kind[i].kind;
	} else {
		kind = by_words(column);
	}
	crm_buf_release(&field);
	return kind;
}

/* a header of one word, from a list: "first" beside "last" is a name, by itself it may be anything */
static int is_bare(const char *column, const char *const *list)
{
	struct words w;

	split_words(column, &w);
	return w.n == 1 && has_one_of(&w, list);
}

static void name_bare(const char *const *name, size_t n, enum crm_match_kind *kind)
{
	size_t given = n, family = n;

	for (size_t i = 0; i < n; i++) {
		given = kind[i] == CRM_KIND_AUTO && is_bare(name[i], given_word) ? i : given;
		family = kind[i] == CRM_KIND_AUTO && is_bare(name[i], family_word) ? i : family;
	}
	if (given < n && family < n) {
		kind[given] = CRM_KIND_GIVEN;
		kind[family] = CRM_KIND_FAMILY;
	}
}

static int is_name(enum crm_match_kind k)
{
	return k >= CRM_KIND_PERSON && k <= CRM_KIND_GIVEN_KANA;
}

/* Whoever is in charge (担当) of customers who have a name of their own is another person. */
static void ignore_staff(const char *const *name, size_t n, enum crm_match_kind *kind)
{
	size_t others = 0;

	for (size_t i = 0; i < n; i++)
		others += is_name(kind[i]) && !strstr(name[i], "担当");
	for (size_t i = 0; i < n; i++)
		if (others && is_name(kind[i]) && strstr(name[i], "担当"))
			kind[i] = CRM_KIND_IGNORE;
}

void crm_match_guess_columns(const char *const *name, size_t n, enum crm_match_kind *kind)
{
	for (size_t i = 0; i < n; i++)
		kind[i] = by_name(name[i]);
	name_bare(name, n, kind);
	ignore_staff(name, n, kind);
}

enum crm_match_kind crm_match_guess_address(const char *const *value, size_t n)
{
	size_t filled = 0, japanese = 0;

	for (size_t i = 0; i < n; i++) {
		enum crm_match_script s = crm_match_script(value[i]);

		filled += *value[i] != 0;
		japanese += s == CRM_SCRIPT_OTHER || s == CRM_SCRIPT_KANA;
	}
	return filled && japanese * 10 < filled ? CRM_KIND_TEXT : CRM_KIND_ADDRESS;
}

struct profile {
	double filled, distinct, once, bits;   /* bits: entropy of the values */
	double digits, dates, letters;         /* shares of the filled records */
};

static int two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

static int looks_like_date(const char *s, size_t n)
{
	int month, day;

	if (n != 8 || strspn(s, "0123456789") != 8 || (s[0] != '1' && s[0] != '2'))
		return 0;
	month = two_digits(s + 4);
	day = two_digits(s + 6);
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static void profile_of(const struct crm_match_slot *slot, struct profile *p)
{
	memset(p, 0, sizeof *p);
	p->filled = slot->total;
	for (uint32_t v = 1; v <= crm_match_dict_count(slot->dict); v++) {
		const char *s = crm_match_dict_text(slot->dict, v);
		size_t n = strlen(s);
		double count = slot->count[v];

		if (!count)
			continue;
		p->distinct++;
		p->once += count == 1;
		p->bits -= count / p->filled * log2(count / p->filled);
		p->dates += looks_like_date(s, n) ? count : 0;
		p->digits += strspn(s, "0123456789") == n ? count : 0;
		p->letters += (double)n * count;
	}
	p->dates /= p->filled;
	p->digits /= p->filled;
	p->letters /= p->filled;
}

/* Entropy is summed over values in order of appearance: rounding must not decide, so borders are rough. */
static int type_of(const struct crm_match_slot *slot, double records)
{
	struct profile p;

	if (slot->total < 2)
		return -1;
	profile_of(slot, &p);
	if (p.bits < 1.5 || p.once > 0.98 * records)     /* says too little; a number of its own for every record */
		return -1;
	if (p.dates > 0.9)
		return CRM_TYPE_DATE;
	if (p.digits > 0.9)
		return p.letters >= 6 && p.bits > 0.7 * log2(p.filled) ? CRM_TYPE_ID : CRM_TYPE_NUMBER;
	if (p.letters > 60)                              /* prose */
		return -1;
	return p.distinct < 200 && p.letters < 5 ? CRM_TYPE_EXACT : CRM_TYPE_TEXT;
}

static void drop(struct crm_match_table *t, size_t c)
{
	free(t->cmp[c].name);
	memmove(&t->cmp[c], &t->cmp[c + 1], (t->ncmp - c - 1) * sizeof *t->cmp);
	t->ncmp--;
}

void crm_match_guess_values(struct crm_match_table *t)
{
	for (size_t c = t->ncmp; c-- > 0;) {
		struct crm_match_slot *slot = &t->slot[t->cmp[c].slot];
		int type;

		if (t->cmp[c].type != CRM_TYPE_AUTO)
			continue;
		type = type_of(slot, (double)t->n);
		if (type < 0) {
			drop(t, c);
			continue;
		}
		t->cmp[c].type = (enum crm_match_type)type;
		if (type == CRM_TYPE_DATE)
			crm_match_dict_dates(slot->dict);
	}
}
