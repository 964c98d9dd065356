#include <crm/survivor.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/runes.h>

#include <stdlib.h>
#include <string.h>

const char crm_survivor_default[] =
#include <crm/survivorship_table.h>
;

enum rule { END, TRUSTED, NEWEST, LONGEST, FREQUENT, EARLIEST, LATEST, RULES };

static const char *const rule_name[RULES] = {
	NULL, "trusted", "newest", "longest", "frequent", "earliest", "latest",
};

int crm_survivor_part_of_address(int field)
{
	return field >= CRM_PERSON_POSTAL && field <= CRM_PERSON_BUILDING && field != CRM_PERSON_ADDRESS;
}

/* ---- rules as text ---- */

static int equal(const char *word, const char *s, size_t n)
{
	return strlen(word) == n && !memcmp(word, s, n);
}

static int find_field(const char *s, size_t n)
{
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		if (!crm_survivor_part_of_address(i) && equal(crm_person_names[i], s, n))
			return i;
	return -1;
}

/* "trusted,newest" to rules: 0 or -1 */
static int parse_rules(unsigned char *rule, const char *s, size_t n)
{
	size_t k = 0;

	while (n) {
		const char *comma = memchr(s, ',', n);
		size_t word = comma ? (size_t)(comma - s) : n;
		int r = 1;

		while (r < RULES && !equal(rule_name[r], s, word))
			r++;
		if (r == RULES || k == CRM_SURVIVOR_DEPTH)
			return -1;
		rule[k++] = (unsigned char)r;
		s += comma ? word + 1 : word;
		n -= comma ? word + 1 : word;
	}
	rule[k] = END;
	return k ? 0 : -1;
}

static int bad_line(const char *file, long line, const char *why)
{
	crm_error("%s:%ld: %s", crm_quoted(file), line, why);
	return -1;
}

/* one line; others: the rules of *, said: which fields have a line */
static int parse_line(struct crm_survivor_rules *r, const char *s, size_t n, unsigned char *others,
		      unsigned *said, const char *file, long line)
{
	const char *tab = memchr(s, '\t', n);
	size_t name = tab ? (size_t)(tab - s) : 0;
	int field;

	if (!n || *s == '#')
		return 0;
	if (!tab)
		return bad_line(file, line, "wanted: field, a tab, rules");
	field = equal("*", s, name) ? CRM_PERSON_FIELDS : find_field(s, name);
	if (field < 0)
		return bad_line(file, line, "no such field (postal to building are 'address')");
	if (*said >> field & 1)
		return bad_line(file, line, "this field has a line already");
	if (parse_rules(field == CRM_PERSON_FIELDS ? others : r->rule[field], tab + 1, n - name - 1) != 0)
		return bad_line(file, line, "rules are trusted newest longest frequent earliest latest, with commas");
	*said |= 1u << field;
	return 0;
}

int crm_survivor_parse(struct crm_survivor_rules *r, const char *text, const char *file)
{
	unsigned char others[CRM_SURVIVOR_DEPTH + 1] = { TRUSTED, NEWEST, END };
	unsigned said = 0;
	long line = 1;

	memset(r, 0, sizeof *r);
	for (const char *s = text; *s; line++) {
		size_t n = strcspn(s, "\n"), end = n && s[n - 1] == '\r' ? n - 1 : n;

		if (parse_line(r, s, end, others, &said, file, line) != 0)
			return -1;
		s += s[n] ? n + 1 : n;
	}
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		if (!(said >> i & 1))
			memcpy(r->rule[i], others, sizeof others);
	return 0;
}

void crm_survivor_write(const struct crm_survivor_rules *r, int field, struct crm_buf *out)
{
	for (const unsigned char *p = r->rule[field]; *p; p++)
		crm_buf_printf(out, "%s%s", p > r->rule[field] ? "," : "", rule_name[*p]);
}

/* ---- choosing ---- */

static int64_t characters(const char *s)
{
	int64_t n = 0;

	while (crm_runes_next(&s))
		n++;
	return n;
}

static int by_text(const void *a, const void *b)
{
	const struct crm_survivor_value *x = *(const struct crm_survivor_value *const *)a;
	const struct crm_survivor_value *y = *(const struct crm_survivor_value *const *)b;

	return strcmp(x->text, y->text);
}

/* how many of all n values have the same text, for each */
static void count_equal(const struct crm_survivor_value *v, size_t n, int64_t *count)
{
	const struct crm_survivor_value **p = crm_calloc(n, sizeof *p);

	for (size_t i = 0; i < n; i++)
		p[i] = &v[i];
	qsort(p, n, sizeof *p, by_text);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && !strcmp(p[end]->text, p[i]->text); end++)
			;
		for (size_t j = i; j < end; j++)
			count[p[j] - v] = (int64_t)(end - i);
	}
	free(p);
}

/* how good each value is under a rule; texts are compared where they are asked for */
static void measure(enum rule rule, const struct crm_survivor_value *v, size_t n, int64_t *good)
{
	if (rule == FREQUENT)
		count_equal(v, n, good);
	for (size_t i = 0; i < n; i++)
		switch (rule) {
		case TRUSTED: good[i] = v[i].trust; break;
		case NEWEST: good[i] = v[i].delivered; break;
		case LONGEST: good[i] = characters(v[i].text); break;
		default: break;
		}
}

/* > 0: a is better than b */
static int compare(enum rule rule, const struct crm_survivor_value *v, const int64_t *good, size_t a, size_t b)
{
	if (rule == EARLIEST)
		return strcmp(v[b].text, v[a].text);
	if (rule == LATEST)
		return strcmp(v[a].text, v[b].text);
	return (good[a] > good[b]) - (good[a] < good[b]);
}

size_t crm_survivor_choose(const struct crm_survivor_rules *r, int field, const struct crm_survivor_value *v,
			   size_t n)
{
	size_t *left, k = n, best;
	int64_t *good;

	if (n == 1)
		return 0;
	left = crm_calloc(n, sizeof *left);
	good = crm_calloc(n, sizeof *good);
	for (size_t i = 0; i < n; i++)
		left[i] = i;
	for (const unsigned char *p = r->rule[field]; *p && k > 1; p++) {
		size_t kept = 0;

		measure(*p, v, n, good);
		best = left[0];
		for (size_t i = 1; i < k; i++)
			best = compare(*p, v, good, left[i], best) > 0 ? left[i] : best;
		for (size_t i = 0; i < k; i++)
			if (compare(*p, v, good, left[i], best) == 0)
				left[kept++] = left[i];
		k = kept;
	}
	best = left[0];
	for (size_t i = 1; i < k; i++)
		best = v[left[i]].record < v[best].record ? left[i] : best;
	free(left);
	free(good);
	return best;
}
