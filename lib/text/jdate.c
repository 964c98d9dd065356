#include <crm/jdate.h>

#include <crm/date.h>
#include <crm/fold.h>

struct era {
	const char *words;             /* full name, its first kanji is the short one */
	uint32_t letter;
	int base;                      /* year 1 is base + 1 */
	int from;                      /* first day, yyyymmdd */
};

static const struct era eras[] = {
	{ "令和", 'r', 2018, 20190501 }, { "平成", 'h', 1988, 19890108 }, { "昭和", 's', 1925, 19261225 },
	{ "大正", 't', 1911, 19120730 }, { "明治", 'm', 1867, 18680125 },
};
#define ERAS (sizeof eras / sizeof *eras)

struct part {
	int value, digits;
	uint32_t after;                /* - / . space 年 月 日, or 0 at the end */
};

struct parts {
	struct part p[3];
	int n;
	const struct era *era;
};

#define YEAR 0x5E74
#define MONTH 0x6708
#define DAY 0x65E5

static int is_digit(uint32_t c)
{
	return c - '0' < 10;
}

static int numeral(uint32_t c)
{
	static const char digits[] = "〇一二三四五六七八九";
	const char *p = digits;

	for (int d = 0; d < 10; d++)
		if (crm_runes_next(&p) == c)
			return d;
	return c == 0x96F6 ? 0 : -1;
}

/* a number in kanji right before 年 月 日: 五十五, 二〇二一.  Its end, or `at` when there is none. */
static size_t kanji_number(const struct crm_runes *r, size_t at, int *value)
{
	int total = 0, now = 0;
	size_t i = at;

	for (; i < at + 8; i++) {
		uint32_t c = r->s[i];
		int d = numeral(c), unit = c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0;

		if (d < 0 && !unit)
			break;
		if (unit) {
			total += (now ? now : 1) * unit;
			now = 0;
		} else {
			now = now * 10 + d;
		}
	}
	if (i > at && crm_runes_in(r->s[i], "年月日"))
		*value = total + now;
	else
		i = at;
	return i;
}

/* spaces around 年 月 日 mean nothing */
static void join_units(struct crm_runes *r)
{
	for (size_t i = 1; i + 1 < r->n; i++)
		if (r->s[i] == ' ' && (crm_runes_in(r->s[i + 1], "年月日") || crm_runes_in(r->s[i - 1], "年月")))
			crm_runes_erase(r, i, 1);
}

static size_t read_era(const struct crm_runes *r, const struct era **era)
{
	for (size_t i = 0; i < ERAS; i++) {
		const char *p = eras[i].words;
		size_t n = crm_runes_at(r, 0, eras[i].words);

		if (!n && r->s[0] == crm_runes_next(&p))
			n = 1;
		if (!n && r->s[0] < 0x80 && (r->s[0] | 0x20) == eras[i].letter)
			n = 1;
		if (n) {
			*era = &eras[i];
			while (r->s[n] == ' ' || r->s[n] == '.')
				n++;
			return n;
		}
	}
	return 0;
}

/* one number and its separator; the place after them, or 0.  era: it is the year of one. */
static size_t read_part(const struct crm_runes *r, size_t at, int era, struct part *p)
{
	size_t i = at;

	p->value = 0;
	if (r->s[at] == 0x5143 && era)
		i += p->value = 1;     /* 元 */
	while (is_digit(r->s[i]) && i < at + 8)
		p->value = p->value * 10 + (int)(r->s[i++] - '0');
	if (i == at)
		i = kanji_number(r, at, &p->value);
	if (i == at || is_digit(r->s[i]) || (p->value > 9999 && !is_digit(r->s[at])))
		return 0;
	p->digits = r->s[at] == 0x5143 ? 1 : is_digit(r->s[at]) ? (int)(i - at) : p->value > 99 ? 4 : 2;
	p->after = r->s[i];
	if (!crm_runes_in(p->after, "-/. 年月日"))
		p->after = 0;
	else
		i++;
	while (p->after && p->after != ' ' && r->s[i] == ' ')
		i++;
	return i;
}

/* 0 with the numbers of the date and *end behind them, or -1 */
static int read_parts(const struct crm_runes *r, size_t *end, struct parts *out)
{
	size_t i = crm_runes_at(r, 0, "西暦"), next;

	if (!i)
		i = read_era(r, &out->era);
	while (out->n < 3) {
		struct part *p = &out->p[out->n];

		next = read_part(r, i, out->era && !out->n, p);
		if (!next)
			break;
		out->n++;
		i = next;
		if (p->after == DAY || !p->after || (p->digits >= 6 && out->n == 1))
			break;
	}
	*end = i;
	return out->n ? 0 : -1;
}

static size_t skip_spaces(const struct crm_runes *r, size_t i)
{
	while (r->s[i] == ' ')
		i++;
	return i;
}

/* (木) (木・祝) 木曜日 木曜 */
static size_t skip_weekday(const struct crm_runes *r, size_t at)
{
	size_t i = at + (r->s[at] == '(');

	if (!crm_runes_in(r->s[i], "月火水木金土日祝") || !r->s[i])
		return at;
	while (r->s[i] && crm_runes_in(r->s[i], "月火水木金土日祝曜休・"))
		i++;
	if (r->s[at] == '(')
		return r->s[i] == ')' ? i + 1 : at;
	return i > at + 1 && r->s[at + 1] == 0x66DC ? i : at;
}

static size_t skip_digits(const struct crm_runes *r, size_t i)
{
	size_t from = i;

	while (is_digit(r->s[i]) && i < from + 9)
		i++;
	return i;
}

static size_t skip_zone(const struct crm_runes *r, size_t i)
{
	static const char *const words[] = { "AM", "PM", "am", "pm", "a.m.", "p.m.", "Z", "z", "UTC", "GMT", "JST" };
	size_t n;

	i = skip_spaces(r, i);
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		if ((n = crm_runes_at(r, i, words[w])) != 0)
			return skip_zone(r, i + n);
	if ((r->s[i] == '+' || r->s[i] == '-') && is_digit(r->s[i + 1])) {
		i = skip_digits(r, i + 1);
		if (r->s[i] == ':')
			i = skip_digits(r, i + 1);
	}
	return i;
}

/* hh:mm[:ss[.f]] and zone, N時N分N秒, Thhmmss */
static size_t skip_time(const struct crm_runes *r, size_t at)
{
	size_t i = skip_spaces(r, at), n;

	if (r->s[i] == 'T' || r->s[i] == 't')
		i++;
	if ((n = crm_runes_at(r, i, "午前")) != 0 || (n = crm_runes_at(r, i, "午後")) != 0)
		i = skip_spaces(r, i + n);
	n = skip_digits(r, i);
	if (n == i)
		return at;
	if (n - i >= 4 && r->s[n] != ':')
		return skip_zone(r, n);
	if (n - i > 2 || (r->s[n] != ':' && r->s[n] != 0x6642))
		return at;
	for (i = n; r->s[i] && crm_runes_in(r->s[i], ":.時分秒");)
		i = skip_digits(r, i + 1);
	return skip_zone(r, i);
}

static int days_in(int year, int month)
{
	for (int d = 31; d > 28; d--)
		if (crm_date_valid(year, month, d))
			return d;
	return 28;
}

static const char *check(int year, int month, int day)
{
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
		return "range";
	if (year < 1873)
		return "lunar";
	return day > days_in(year, month) ? "range" : NULL;
}

static void check_era(const struct era *era, int year, int month, int day, struct crm_norm *norm)
{
	int when = year * 10000 + month * 100 + day;

	if (era && (when < era->from || (era > eras && when >= era[-1].from)))
		norm->warning = "era-overrun";
}

/* three numbers in the order that the caller of the library has chosen */
static const char *order(struct parts *d, struct crm_norm *norm)
{
	struct part *p = d->p, t;
	int want = norm->date_order;

	if (d->era || p[0].digits == 4)
		return d->era && p[0].digits > 2 ? "format" : NULL;
	if (p[0].digits > 2 || p[1].digits > 2)
		return "format";
	if (p[2].digits == 4 && (want == CRM_ORDER_DMY || want == CRM_ORDER_MDY)) {
		t = p[0];
		p[0] = p[2];
		p[2] = t;
		if (want == CRM_ORDER_MDY) {
			t = p[1];
			p[1] = p[2];
			p[2] = t;
		}
		return NULL;
	}
	if (p[2].digits > 2)
		return p[2].digits == 4 ? "ambiguous" : "format";
	if (!norm->century)
		return "ambiguous";
	p[0].value += norm->century;
	p[0].digits = 4;
	return NULL;
}

static const char *whole(struct parts *d, struct crm_buf *out, struct crm_norm *norm)
{
	const char *reason = order(d, norm);
	int year = d->p[0].value + (d->era ? d->era->base : 0), month = d->p[1].value, day = d->p[2].value;

	if (reason)
		return reason;
	/* only an era's year may have a space behind it */
	if (d->p[1].digits > 2 || d->p[2].digits > 2 || (!d->era && (d->p[0].after == ' ' || d->p[1].after == ' ')))
		return "format";
	if (d->era && d->p[0].value == 0)
		return "range";
	reason = check(year, month, day);
	if (reason)
		return reason;
	check_era(d->era, year, month, day, norm);
	crm_buf_printf(out, "%04d-%02d-%02d", year, month, day);
	return NULL;
}

static const char *month_only(const struct parts *d, struct crm_buf *out)
{
	int year = d->p[0].value + (d->era ? d->era->base : 0), month = d->p[1].value;
	const char *reason;

	if (d->p[0].after == MONTH && d->p[1].after == DAY && !d->era) {
		reason = check(2000, d->p[0].value, d->p[1].value);
		if (!reason)
			crm_buf_printf(out, "--%02d-%02d", d->p[0].value, d->p[1].value);
		return reason;
	}
	if (!d->era && d->p[0].digits != 4)
		return d->p[0].digits <= 2 && d->p[1].after != DAY ? "ambiguous" : "format";
	if (d->p[1].digits > 2 || (d->era && d->p[0].digits > 2) || d->p[0].after == ' ' || d->p[1].after == DAY)
		return "format";
	if (d->era && d->p[0].value == 0)
		return "range";
	reason = check(year, month, 1);
	if (!reason)
		crm_buf_printf(out, "%04d-%02d", year, month);
	return reason;
}

/* 20210401, R030401 */
static const char *compact(struct parts *d, struct crm_buf *out, struct crm_norm *norm)
{
	int v = d->p[0].value;

	if (d->p[0].digits != (d->era ? 6 : 8))
		return "format";
	d->p[2] = (struct part){ v % 100, 2, 0 };
	d->p[1] = (struct part){ v / 100 % 100, 2, 0 };
	d->p[0] = (struct part){ v / 10000, d->era ? 2 : 4, 0 };
	return whole(d, out, norm);
}

/* --04-01, as vCard and Google write a birthday without its year */
static const char *no_year(const struct crm_runes *r, struct crm_buf *out)
{
	struct part m, d = { 0 };
	size_t i = read_part(r, 2, 0, &m);
	const char *reason = "format";

	if (i == r->n && m.digits == 4) {
		d.value = m.value % 100;
		m.value /= 100;
		reason = NULL;
	} else if (i && m.after == '-' && m.digits <= 2 && read_part(r, i, 0, &d) == r->n &&
		   d.digits <= 2 && !d.after) {
		reason = NULL;
	}
	if (!reason)
		reason = check(2000, m.value, d.value);
	if (!reason)
		crm_buf_printf(out, "--%02d-%02d", m.value, d.value);
	return reason;
}

/* Excel, 1900 date system: 60 is its 1900-02-29, which never was */
static int serial(const struct crm_runes *r, struct crm_buf *out, const char **reason)
{
	size_t sign = r->s[0] == '-', i = skip_digits(r, sign), end = i;
	char text[CRM_DATE_LEN];
	int64_t days = 0;

	if (r->s[end] == '.')
		end = skip_digits(r, end + 1);
	if (i == sign || end != r->n || (i == 8 && end == 8))
		return 0;
	for (size_t k = sign; k < i; k++)
		days = days * 10 + (int64_t)(r->s[k] - '0');
	if (sign || days < 1 || days == 60 || days > 2958465) {
		*reason = "serial";
		return 1;
	}
	crm_buf_puts(out, crm_date_print(crm_date_from_civil(1899, 12, days < 60 ? 31 : 30) + days, text));
	return 1;
}

static const char *parse(struct crm_runes *r, struct crm_buf *out, struct crm_norm *norm)
{
	struct parts d = { .n = 0 };
	const char *reason = NULL;
	size_t end;

	for (size_t i = 0; i < r->n; i++)
		if (crm_fold_is_hyphen(r->s[i]))
			r->s[i] = '-';
	while (r->n && r->s[0] == '\'')
		crm_runes_erase(r, 0, 1);
	if (crm_runes_at(r, 0, "--"))
		return no_year(r, out);
	join_units(r);
	if (norm->excel_serial && serial(r, out, &reason))
		return reason;
	if (crm_runes_at(r, 0, "0000-00-00 ") || crm_runes_at(r, 0, "0000/00/00 "))
		return NULL;
	if (read_parts(r, &end, &d))
		return "format";
	end = skip_time(r, skip_weekday(r, skip_spaces(r, end)));
	end = skip_spaces(r, end);
	if (end != r->n || (d.p[d.n - 1].after && !crm_runes_in(d.p[d.n - 1].after, "日月 ")))
		return "format";
	if (d.n == 3)
		return whole(&d, out, norm);
	return d.n == 2 ? month_only(&d, out) : compact(&d, out, norm);
}

/* 2021-04-01 and 2021/04/01, what most files have: 1, or 0 for the long way */
static int is_common(const char *s, struct crm_buf *out)
{
	static const char shape[] = "9999-99-99";
	int v[3] = { 0 }, k = 0;

	for (int i = 0; i < 10; i++) {
		if (shape[i] == '-' ? s[i] != '-' && (s[i] != '/' || s[4] != '/') : s[i] < '0' || s[i] > '9')
			return 0;
		if (shape[i] == '-')
			k++;
		else
			v[k] = v[k] * 10 + (s[i] - '0');
	}
	if (s[10] || check(v[0], v[1], v[2]))
		return 0;
	crm_buf_add(out, s, 10);
	out->s[4] = out->s[7] = '-';
	return 1;
}

int crm_jdate_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	const char *reason = NULL;

	crm_norm_begin(norm, out);
	if (is_common(in, out))
		return 0;
	crm_runes_init(&r);
	if (crm_fold_ascii(&r, in))
		reason = parse(&r, out, norm);
	crm_runes_release(&r);
	return reason ? crm_norm_fail(norm, out, reason) : 0;
}

int crm_jdate_serial(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	int rc, before = norm->excel_serial;

	norm->excel_serial = 1;
	rc = crm_jdate_value(in, out, norm);
	norm->excel_serial = before;
	return rc;
}
