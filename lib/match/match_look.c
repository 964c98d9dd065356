#include <crm/match_look.h>
#include <crm/company.h>
#include <crm/fold.h>
#include <crm/lexicon.h>
#include <crm/match_clean.h>
#include <crm/mem.h>
#include <crm/name.h>

#include <stdlib.h>
#include <string.h>

#define MOST 0.8               /* of the values that must look so */
#define MANY 0.6
#define SOME 0.3
#define DIFFERENT 20           /* values that names and numbers have at least: fewer are categories */
#define RECENT_YEARS 15        /* births reach back further than the life of a member list */

/* what the filled cells of one column look like: how many of them */
struct sight {
	double filled, distinct;
	double email, postal, phone, sex, sex_word, date, recent, kana, spaced, ideographic, person, family, given, company,
		place, block, building;
};

struct looking {
	const char *const *cell;
	size_t rows, n;
	const struct crm_lexicon *lexicon;
	struct crm_match_clean clean;
	struct crm_buf a, b;
};

static int digits_in(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += *s >= '0' && *s <= '9';
	return n;
}

static int is_email(const char *s)
{
	const char *at = strchr(s, '@');

	return at && at > s && !strchr(at + 1, '@') && strchr(at + 1, '.') && !strchr(s, ' ');
}

/* the year of a day, 0 none */
static unsigned year_of(struct looking *l, const char *s)
{
	unsigned day;

	if (digits_in(s) < 3 || digits_in(s) > 8)        /* more is a moment */
		return 0;
	crm_match_clean_date(&l->clean, s, &l->a);
	day = l->a.n == 8 ? (unsigned)strtoul(l->a.s, NULL, 10) : 0;
	if (day / 10000 < 1000 || day / 10000 > 2200 || day % 10000 / 100 > 12 || day % 100 > 31)
		return 0;
	return day / 10000;
}

static void fold(const char *s, struct crm_runes *r)
{
	crm_runes_read(r, s);
	crm_fold_clean(r);
	crm_fold_key(r);
	crm_fold_repeats(r);
}

static int is_surname(const struct looking *l, const char *s)
{
	struct crm_runes r;
	int is;

	crm_runes_init(&r);
	fold(s, &r);
	is = crm_lexicon_surname(l->lexicon, r.s, r.n) >= 0;
	crm_runes_release(&r);
	return is;
}

static int is_given(const struct looking *l, const char *s)
{
	struct crm_runes r;
	int is;

	crm_runes_init(&r);
	fold(s, &r);
	is = crm_lexicon_given(l->lexicon, r.s, r.n);
	crm_runes_release(&r);
	return is;
}

/* begins with a prefecture, or has a city, ward, town or village in it */
static int is_place(const char *s)
{
	struct crm_runes r;
	int is = 0;

	for (uint32_t p = 1; p <= 47; p++)
		if (!strncmp(s, crm_lexicon_pref(p), strlen(crm_lexicon_pref(p))))
			return 1;
	crm_runes_init(&r);
	crm_runes_read(&r, s);
	for (size_t i = 1; i < r.n && i < 9; i++)
		is |= crm_runes_in(r.s[i], "市区町村郡");
	crm_runes_release(&r);
	return is;
}

static void see_japanese(struct looking *l, const char *s, struct sight *v)
{
	struct crm_norm norm = { .lexicon = l->lexicon };
	struct crm_runes r;
	uint32_t last;

	if (crm_name_parts(s, &l->a, &l->b, &norm) == 0)
		v->person += is_surname(l, l->a.s) && is_given(l, l->b.s);
	v->family += is_surname(l, s);
	v->given += is_given(l, s);
	v->company += crm_company_form(s, &l->a, &norm) == 0 && l->a.n;
	v->place += is_place(s);
	crm_runes_init(&r);
	crm_runes_read(&r, s);
	crm_fold_clean(&r);
	last = r.n ? r.s[r.n - 1] : 0;
	v->building += r.n > 3 && ((last >= '0' && last <= '9') || crm_runes_in(last, "号室階F"));
	crm_runes_release(&r);
}

/* 3-10-9, 12番地4, ５丁目１: a block and its numbers, or a number alone */
static int is_block(const char *s)
{
	struct crm_runes r;
	int is;

	crm_runes_init(&r);
	crm_runes_read(&r, s);
	crm_fold_clean(&r);
	is = r.n > 0 && r.n < 20;
	for (size_t i = 0; i < r.n; i++)
		is &= (r.s[i] >= '0' && r.s[i] <= '9') || crm_fold_is_hyphen(r.s[i]) || crm_fold_is_long(r.s[i])
		      || crm_runes_in(r.s[i], "丁目番地号の之ノ 一二三四五六七八九十百");
	crm_runes_release(&r);
	return is;
}

static void see(struct looking *l, const char *s, struct sight *v)
{
	enum crm_match_script script = crm_match_script(s);

	v->filled++;
	v->email += is_email(s);
	v->postal += l->lexicon && crm_lexicon_postal(l->lexicon, s);
	crm_buf_reset(&l->a);
	v->phone += digits_in(s) >= 9 && l->clean.phone(s, &l->a, &l->clean.norm) == 0 && l->a.n;
	crm_match_clean_sex(&l->clean, s, &l->a);
	v->sex += l->a.n == 1;
	v->sex_word += l->a.n == 1 && !digits_in(s);
	v->block += is_block(s);
	if (script == CRM_SCRIPT_KANA) {
		v->kana++;
		v->spaced += strchr(s, ' ') || strstr(s, "\u3000");
	}
	if (script == CRM_SCRIPT_OTHER)
		v->ideographic++;
	if (l->lexicon && (script == CRM_SCRIPT_OTHER || script == CRM_SCRIPT_KANA))
		see_japanese(l, s, v);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_year(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

/* Dates of the last years: how many.  The last year is one that a twentieth of the dates reach: a slip of the
 * pen does not move it. */
static double count_recent(const unsigned *year, size_t n)
{
	size_t from = 0;

	while (from < n && year[from] + RECENT_YEARS <= year[n - 1 - n / 20])
		from++;
	return (double)(n - from);
}

static void look_at(struct looking *l, size_t column, struct sight *v)
{
	const char **value = crm_calloc(l->rows + 1, sizeof *value);
	unsigned *year = crm_calloc(l->rows + 1, sizeof *year);
	size_t n = 0, years = 0;

	memset(v, 0, sizeof *v);
	for (size_t i = 0; i < l->rows; i++)
		if (*l->cell[i * l->n + column])
			value[n++] = l->cell[i * l->n + column];
	if (n)
		qsort(value, n, sizeof *value, by_text);
	for (size_t i = 0; i < n; i++) {
		v->distinct += !i || strcmp(value[i], value[i - 1]);
		see(l, value[i], v);
		year[years] = year_of(l, value[i]);
		years += year[years] > 0;
	}
	if (years) {
		qsort(year, years, sizeof *year, by_year);
		v->date = (double)years;
		v->recent = count_recent(year, years);
	}
	free(value);
	free(year);
}

/* by itself; AUTO: nothing that is known */
static enum crm_match_kind kind_of(const struct sight *v)
{
	double n = v->filled, japanese = v->ideographic;

	if (!n)
		return CRM_KIND_AUTO;
	if (v->email >= MANY * n)
		return CRM_KIND_EMAIL;
	if (v->sex >= 0.95 * n && v->sex_word >= SOME * n && v->distinct > 1)
		return CRM_KIND_SEX;
	if (v->distinct < DIFFERENT && 2 * v->distinct < n)
		return CRM_KIND_AUTO;
	if (v->postal >= MOST * n)
		return CRM_KIND_POSTAL;
	if (v->date >= MOST * n)
		return v->recent >= MOST * v->date ? CRM_KIND_IGNORE : CRM_KIND_DATE;
	if (v->phone >= MANY * n)
		return CRM_KIND_PHONE;
	if (v->kana >= 0.9 * n)
		return CRM_KIND_KANA;
	if (japanese < SOME * n)
		return CRM_KIND_AUTO;
	if (v->company >= SOME * n)
		return CRM_KIND_COMPANY;
	if (v->family >= MOST * japanese && v->family > v->given)
		return CRM_KIND_FAMILY;
	if (v->given >= MANY * japanese && v->given > v->person)
		return CRM_KIND_GIVEN;
	if (v->person >= MANY * japanese)
		return CRM_KIND_PERSON;
	return v->place >= MANY * japanese ? CRM_KIND_ADDRESS : CRM_KIND_AUTO;
}

static size_t have(const enum crm_match_kind *kind, size_t n, enum crm_match_kind from, enum crm_match_kind to)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += kind[i] >= from && kind[i] <= to;
	return count;
}

/* a column of a kind of which a person has one, when there is one already: another person's, or no birth date */
static int is_second(const enum crm_match_kind *kind, size_t n, enum crm_match_kind k)
{
	if (k == CRM_KIND_PERSON || k == CRM_KIND_FAMILY || k == CRM_KIND_GIVEN)
		return have(kind, n, CRM_KIND_PERSON, CRM_KIND_PERSON) || have(kind, n, k, k);
	if (k == CRM_KIND_KANA)
		return have(kind, n, CRM_KIND_KANA, CRM_KIND_GIVEN_KANA) > 0;
	return (k == CRM_KIND_DATE || k == CRM_KIND_SEX || k == CRM_KIND_POSTAL || k == CRM_KIND_COMPANY)
	       && have(kind, n, k, k);
}

/* the readings of family and given name in two columns, or of the whole name in one */
static void name_readings(const struct sight *v, size_t n, const unsigned char *open, enum crm_match_kind *kind)
{
	size_t first = n;

	for (size_t i = 0; i < n; i++) {
		if (!open[i] || kind[i] != CRM_KIND_KANA || v[i].spaced * 2 > v[i].kana)
			continue;
		if (first == n) {
			first = i;
			continue;
		}
		kind[first] = CRM_KIND_FAMILY_KANA;
		kind[i] = CRM_KIND_GIVEN_KANA;
		return;
	}
}

/* half a name alone is not one: 大阪 and 千葉 are surnames too */
static void drop_halves(size_t n, const unsigned char *open, enum crm_match_kind *kind)
{
	size_t family = have(kind, n, CRM_KIND_FAMILY, CRM_KIND_FAMILY);
	size_t given = have(kind, n, CRM_KIND_GIVEN, CRM_KIND_GIVEN);

	for (size_t i = 0; i < n; i++)
		if (open[i] && ((kind[i] == CRM_KIND_FAMILY && !given) || (kind[i] == CRM_KIND_GIVEN && !family)))
			kind[i] = CRM_KIND_AUTO;
}

/* what follows an address and looks like its numbers or its building belongs to it */
static void continue_address(const struct sight *v, size_t n, enum crm_match_kind *kind)
{
	for (size_t i = 1; i < n; i++)
		if (kind[i] == CRM_KIND_AUTO && kind[i - 1] == CRM_KIND_ADDRESS && v[i].distinct >= DIFFERENT
		    && (v[i].block >= MOST * v[i].filled || v[i].building >= MANY * v[i].filled))
			kind[i] = CRM_KIND_ADDRESS;
}

static void decide(const struct sight *v, size_t n, enum crm_match_kind *kind)
{
	unsigned char *open = crm_calloc(n + 1, 1);

	for (size_t i = 0; i < n; i++) {
		enum crm_match_kind k = kind_of(&v[i]);

		if (kind[i] == CRM_KIND_NUMBER && (k == CRM_KIND_PHONE || k == CRM_KIND_EMAIL))
			kind[i] = k;
		open[i] = kind[i] == CRM_KIND_AUTO && k != CRM_KIND_AUTO;
	}
	for (size_t i = 0; i < n; i++)
		if (open[i]) {
			enum crm_match_kind k = kind_of(&v[i]);

			open[i] = !is_second(kind, n, k) || (k == CRM_KIND_KANA && have(kind, n, k, CRM_KIND_GIVEN_KANA) == 1);
			kind[i] = open[i] ? k : k == CRM_KIND_DATE ? CRM_KIND_IGNORE : CRM_KIND_AUTO;
		}
	name_readings(v, n, open, kind);
	drop_halves(n, open, kind);
	continue_address(v, n, kind);
	free(open);
}

void crm_match_look(const char *const *cell, size_t rows, size_t n, const struct crm_lexicon *lexicon,
		    enum crm_match_kind *kind)
{
	struct looking l = { .cell = cell, .rows = rows, .n = n, .lexicon = lexicon, .a = CRM_BUF_INIT, .b = CRM_BUF_INIT };
	struct sight *v = crm_calloc(n + 1, sizeof *v);

	crm_match_clean_init(&l.clean, lexicon);
	for (size_t i = 0; i < n; i++)
		look_at(&l, i, &v[i]);
	decide(v, n, kind);
	crm_match_clean_release(&l.clean);
	crm_buf_release(&l.a);
	crm_buf_release(&l.b);
	free(v);
}
