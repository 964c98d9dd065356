#include <crm/phone.h>

#include <stdint.h>
#include <string.h>

#include <crm/fold.h>

#define MOST_DIGITS 15       /* E.164 */
#define MOST_EXT 8

struct plan {
	const char *prefix;
	int length;
	int group[3];
};

static const struct plan plan[] = {
#include <crm/phone_table.h>
};

struct number {
	char digits[MOST_DIGITS + 1];     /* after "+" (foreign) or after "+81" */
	char ext[MOST_EXT + 1];
	int foreign;
};

/* in rows lo..hi, which share their first k digits: the first whose next one is c or more */
static size_t first_from(size_t lo, size_t hi, size_t k, char c)
{
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (plan[mid].prefix[k] < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The longest prefix of a national number (without trunk 0) that has its length; reason: why not.
 * The plan is sorted: each digit narrows it to the rows that begin so, the prefix itself is their first. */
static const struct plan *find_plan(const char *digits, const char **reason)
{
	size_t lo = 0, hi = sizeof plan / sizeof *plan, n = strlen(digits);
	const struct plan *best = NULL;

	*reason = "prefix";
	for (size_t k = 0; k < 6 && k < n && lo < hi; k++) {
		lo = first_from(lo, hi, k, digits[k]);
		hi = first_from(lo, hi, k, (char)(digits[k] + 1));
		if (lo == hi || plan[lo].prefix[k + 1])
			continue;
		*reason = "length";
		if (plan[lo].length == (int)n)
			best = &plan[lo];
	}
	return best;
}

/* 9.01234E+09: a spreadsheet has thrown digits away */
static int is_scientific(const struct crm_runes *r)
{
	size_t i = 0;

	if (r->s[i] - '0' > 9)
		return 0;
	i++;
	if (r->s[i] == '.')
		for (i++; r->s[i] - '0' < 10;)
			i++;
	if ((r->s[i] | 0x20) != 'e')
		return 0;
	i++;
	i += r->s[i] == '+';
	if (r->s[i] - '0' > 9)
		return 0;
	while (r->s[i] - '0' < 10)
		i++;
	return i == r->n;
}

static int has_digit(const struct crm_runes *r, size_t from)
{
	while (from < r->n && r->s[from] - '0' > 9)
		from++;
	return from < r->n;
}

/* the first of several numbers; ";ext=" is not a separator.  1: a number went */
static int cut_second(struct crm_runes *r)
{
	for (size_t i = 0; i < r->n; i++)
		if ((crm_runes_in(r->s[i], "/、,;") && !crm_runes_at(r, i, ";ext=")) || crm_runes_at(r, i, "または")) {
			int went = has_digit(r, i);

			crm_runes_truncate(r, i);
			return went;
		}
	return 0;
}

/* length of the word when it ends right before `end` */
static size_t ends_at(const struct crm_runes *r, size_t end, const char *word)
{
	size_t n = 0;

	for (const char *p = word; crm_runes_next(&p);)
		n++;
	return n <= end ? crm_runes_at(r, end - n, word) : 0;
}

static void cut_extension(struct crm_runes *r, char ext[MOST_EXT + 1])
{
	static const char *const words[] = {
		";ext=", "内線番号", "内線", "内", "extension", "ext", "Extension", "EXTENSION", "Ext", "EXT", "x", "X", "#",
	};
	size_t end = r->n, from, word, n = 0;

	while (end && crm_runes_in(r->s[end - 1], " )"))
		end--;
	for (from = end; from && r->s[from - 1] - '0' < 10;)
		from--;
	if (from == end || end - from > MOST_EXT)
		return;
	for (word = from; word && crm_runes_in(r->s[word - 1], " :.");)
		word--;
	for (size_t i = 0; !n && i < sizeof words / sizeof *words; i++)
		n = ends_at(r, word, words[i]);
	if (!n)
		return;
	for (size_t k = from; k < end; k++)
		ext[k - from] = (char)r->s[k];
	ext[end - from] = 0;
	crm_runes_truncate(r, word - n);
	while (r->n && crm_runes_in(r->s[r->n - 1], " ("))
		crm_runes_truncate(r, r->n - 1);
}

static void drop_labels(struct crm_runes *r)
{
	static const char *const labels[] = {
		"電話番号", "電話", "携帯", "自宅", "会社", "代表", "代", "番号", "TEL", "Tel", "tel", "FAX", "Fax", "fax",
		"Phone", "phone", "PHONE", "☎", "☏", "📞", "'", "’", ":",
	};
	size_t n;

	for (size_t i = 0; i < r->n; i++) {
		if (r->s[i] - '0' < 10 || crm_runes_in(r->s[i], "-() +."))
			continue;
		for (size_t k = 0; k < sizeof labels / sizeof *labels; k++)
			if ((n = crm_runes_at(r, i, labels[k])) != 0) {
				crm_runes_replace(r, i, n, " ");
				break;
			}
	}
	if (r->n > 2 && crm_runes_end(r, ".0"))
		crm_runes_truncate(r, r->n - 2);
}

/* the digits, and whether a + stands before them; the reason when there is something else */
static const char *take_digits(const struct crm_runes *r, char *digits, size_t cap, int *plus)
{
	size_t n = 0;

	*plus = 0;
	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = r->s[i];

		if (c == '+' && n == 0 && !*plus)
			*plus = 1;
		else if (c - '0' < 10 && n + 1 < cap)
			digits[n++] = (char)c;
		else if (c - '0' < 10)
			return "length";
		else if (!crm_runes_in(c, "(). -"))
			return "char";
	}
	digits[n] = 0;
	return NULL;
}

/* the national number behind the country code or the trunk 0, or NULL when neither is there */
static const char *national(const char *d, int plus)
{
	if (plus)
		return !strncmp(d, "81", 2) ? d + 2 : NULL;
	if (!strncmp(d, "01081", 5))
		return d + 5;
	if (!strncmp(d, "0081", 4))
		return d + 4;
	return *d == '0' ? d + 1 : NULL;
}

static int is_valid(const char *d)
{
	const char *reason;

	return find_plan(*d == '0' ? d + 1 : d, &reason) != NULL;
}

static const char *understand(const char *d, int plus, struct number *out, struct crm_norm *norm)
{
	size_t n = strlen(d);
	const char *rest = national(d, plus), *reason = NULL;

	out->foreign = plus && !rest;
	if (out->foreign && (n < 7 || n > MOST_DIGITS))
		return "length";
	if (!rest && !plus && (n == 11 || n == 12) && !strncmp(d, "81", 2) && is_valid(d + 2))
		rest = d + 2;
	if (!rest && !plus && (n == 9 || n == 10) && find_plan(d, &reason)) {
		rest = d;
		norm->warning = "lost-zero";
	}
	if (!rest && !plus)
		return "length";
	if (!out->foreign) {
		rest += *rest == '0';
		if (!find_plan(rest, &reason))
			return reason;
		d = rest;
	}
	memcpy(out->digits, d, strlen(d) + 1);
	return NULL;
}

/* 0: a number; 1: a null marker; -1: norm->error */
/* digits and hyphens, as most numbers are: no label, no extension, no second number */
static int is_bare(const struct crm_runes *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] - '0' > 9 && r->s[i] != '-')
			return 0;
	return 1;
}

static int parse(const char *in, struct number *out, struct crm_norm *norm)
{
	char digits[32];
	struct crm_runes r;
	int plus = 0, empty;

	memset(out, 0, sizeof *out);
	crm_runes_init(&r);
	if (crm_fold_ascii(&r, in)) {
		crm_fold_hyphens(&r);
		while (r.n && (r.s[0] == '\'' || r.s[0] == 0x2019))
			crm_runes_erase(&r, 0, 1);
		if (is_scientific(&r)) {
			norm->error = "sci";
		} else {
			if (!is_bare(&r)) {
				norm->second = cut_second(&r);
				cut_extension(&r, out->ext);
				drop_labels(&r);
			}
			norm->error = take_digits(&r, digits, sizeof digits, &plus);
		}
	}
	crm_fold_spaces(&r);
	empty = crm_fold_is_null(&r);
	crm_runes_release(&r);
	if (empty && !out->ext[0])
		return norm->error ? -1 : 1;
	if (!norm->error)
		norm->error = understand(digits, plus, out, norm);
	return norm->error ? -1 : 0;
}

int crm_phone_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct number number;
	int got;

	crm_norm_begin(norm, out);
	got = parse(in, &number, norm);
	if (got)
		return got < 0 ? -1 : 0;
	crm_buf_puts(out, number.foreign ? "+" : "+81");
	crm_buf_puts(out, number.digits);
	if (number.ext[0]) {
		crm_buf_puts(out, ";ext=");
		crm_buf_puts(out, number.ext);
	}
	return 0;
}

int crm_phone_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	int rc = crm_phone_value(in, out, norm);

	crm_buf_truncate(out, strcspn(out->s, ";"));
	return rc;
}

int crm_phone_disp(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct number number;
	const struct plan *p;
	const char *reason, *d = number.digits;
	int got;

	crm_norm_begin(norm, out);
	got = parse(in, &number, norm);
	if (got)
		return got < 0 ? -1 : 0;
	crm_buf_puts(out, number.foreign ? "+" : "0");
	p = number.foreign ? NULL : find_plan(d, &reason);
	for (int i = 0; p && i < 3; i++) {
		if (i)
			crm_buf_putc(out, '-');
		crm_buf_add(out, d, (size_t)p->group[i]);
		d += p->group[i];
	}
	crm_buf_puts(out, d);
	if (number.ext[0]) {
		crm_buf_puts(out, " 内線");
		crm_buf_puts(out, number.ext);
	}
	return 0;
}

enum crm_phone_kind crm_phone_kind(const char *value)
{
	const char *d = value + 3;

	if (strncmp(value, "+81", 3))
		return *value == '+' ? CRM_PHONE_FOREIGN : CRM_PHONE_OTHER;
	if (!strncmp(d, "120", 3) || !strncmp(d, "800", 3))
		return CRM_PHONE_FREE;
	if (strcspn(d, ";") == 9)
		return CRM_PHONE_FIXED;
	return crm_runes_in((uint32_t)d[0], "6789") && d[1] == '0' ? CRM_PHONE_MOBILE : CRM_PHONE_OTHER;
}
