#include <crm/cell_format.h>
#include <crm/date.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, LAST_SERIAL = 2958465, UNITS_MAX = 64 };

const char *crm_cell_format_builtin(int id)
{
	static const struct {
		int id;
		const char *code;
	} builtin[] = {
		{ 14, "m/d/yyyy" }, { 15, "d-mmm-yy" }, { 16, "d-mmm" }, { 17, "mmm-yy" }, { 18, "h:mm AM/PM" },
		{ 19, "h:mm:ss AM/PM" }, { 20, "h:mm" }, { 21, "h:mm:ss" }, { 22, "m/d/yy h:mm" },
		{ 27, "[$-411]ge.m.d" }, { 28, "[$-411]ggge.m.d" }, { 29, "[$-411]ggge.m.d" }, { 30, "m/d/yy" },
		{ 31, "yyyy.m.d" }, { 32, "h:mm" }, { 33, "h:mm:ss" }, { 34, "yyyy.m" }, { 35, "m.d" },
		{ 36, "[$-411]ge.m.d" }, { 45, "mm:ss" }, { 46, "[h]:mm:ss" }, { 47, "mm:ss.0" },
		{ 50, "[$-411]ge.m.d" }, { 51, "[$-411]ggge.m.d" }, { 52, "yyyy.m" }, { 53, "m.d" },
		{ 54, "[$-411]ggge.m.d" }, { 55, "yyyy.m" }, { 56, "m.d" }, { 57, "[$-411]ge.m.d" },
		{ 58, "[$-411]ggge.m.d" },
	};

	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		if (builtin[i].id == id)
			return builtin[i].code;
	return "";
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int begins(const char *s, const char *word)
{
	for (; *word; s++, word++)
		if (lower(*s) != *word)
			return 0;
	return 1;
}

/* behind a "literal", \x, _x or *x at p; p itself when there is none */
static const char *skip_literal(const char *p)
{
	if (*p == '"') {
		for (p++; *p && *p != '"'; p++)
			;
		return p + (*p == '"');
	}
	if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
		return p + 2;
	return p;
}

/* letters of the first section that stand for parts of a date or time */
struct letters {
	int date, time, month, elapsed;
};

static void look_at_letter(struct letters *l, const char *p)
{
	char c = lower(*p);

	l->date |= c == 'y' || c == 'd' || c == 'g' || (c == 'a' && lower(p[1]) == 'a')
		   || (c == 'e' && p[1] != '+' && p[1] != '-');
	l->time |= c == 'h' || c == 's';
	l->month |= c == 'm';
}

static struct letters find_letters(const char *p)
{
	struct letters l = { 0 };

	while (*p && *p != ';') {
		const char *next = skip_literal(p);

		if (next != p) {
			p = next;
		} else if (*p == '[') {
			size_t n = strcspn(p, "]");

			l.elapsed |= strspn(p + 1, "hHmMsS") + 1 == n && n > 1;
			p += n + (p[n] == ']');
		} else if (begins(p, "general")) {
			p += 7;
		} else if (begins(p, "am/pm") || begins(p, "a/p")) {
			p += lower(p[1]) == 'm' ? 5 : 3;
			l.time = 1;
		} else if (lower(*p) == 'e' && (p[1] == '+' || p[1] == '-')) {
			p += 2;
		} else {
			look_at_letter(&l, p++);
		}
	}
	return l;
}

/* --- templates of digits --- */

enum comparison { ALWAYS, LESS_EQUAL, MORE_EQUAL, UNEQUAL, LESS, MORE, EQUAL };

/* One section from left to right: places '0' '#' '?' and bytes shown as they are. */
struct section {
	struct {
		char c;
		int literal;
	} unit[UNITS_MAX];
	size_t n;
	int zeros, places, inner;      /* inner: a literal lies between two places */
	enum comparison when;
	double limit;
};

static const char *read_bracket(struct section *t, const char *p)
{
	static const char *const ops[] = { NULL, "<=", ">=", "<>", "<", ">", "=" };
	const char *end = p + strcspn(p, "]");

	for (int k = LESS_EQUAL; k <= EQUAL && t->when == ALWAYS; k++)
		if (!strncmp(p + 1, ops[k], strlen(ops[k]))) {
			t->when = (enum comparison)k;
			t->limit = strtod(p + 1 + strlen(ops[k]), NULL);
		}
	return end + (*end == ']');
}

static void add_literal(struct section *t, const char *s, size_t n, int *pending)
{
	for (size_t i = 0; i < n && t->n < UNITS_MAX; i++) {
		t->unit[t->n].c = s[i];
		t->unit[t->n++].literal = 1;
	}
	*pending |= t->places > 0;
}

static void add_place(struct section *t, char c, int *pending)
{
	if (t->n < UNITS_MAX)
		t->unit[t->n++].c = c;
	t->places++;
	t->zeros += c == '0';
	t->inner |= *pending;
	*pending = 0;
}

/* the section at p; NULL: it is more than places and literals; else behind its ';' or at the end */
static const char *read_section(struct section *t, const char *p)
{
	int pending = 0;

	memset(t, 0, sizeof *t);
	while (*p && *p != ';') {
		const char *next = skip_literal(p);

		if (strchr("_*\\", *p) && next == p)
			return NULL;
		if (*p == '_' || *p == '*') {
			;                      /* room as wide as a character, or filled with it: no text */
		} else if (*p == '"') {
			add_literal(t, p + 1, (size_t)(next - p) - 1 - (next - p > 1 && next[-1] == '"'), &pending);
		} else if (*p == '\\') {
			add_literal(t, p + 1, (size_t)(next - p) - 1, &pending);
		} else if (*p == '[') {
			next = read_bracket(t, p);
		} else if (strchr("0#?", *p)) {
			add_place(t, *p, &pending);
			next = p + 1;
		} else if (strchr("-() +", *p) || (signed char)*p < 0) {
			add_literal(t, p, 1, &pending);
			next = p + 1;
		} else {
			return NULL;
		}
		p = next;
	}
	return t->n < UNITS_MAX ? p + (*p == ';') : NULL;
}

static int holds(const struct section *t, double v)
{
	switch (t->when) {
	case LESS_EQUAL:
		return v <= t->limit;
	case MORE_EQUAL:
		return v >= t->limit;
	case UNEQUAL:
		return v < t->limit || v > t->limit;
	case LESS:
		return v < t->limit;
	case MORE:
		return v > t->limit;
	case EQUAL:
		return v >= t->limit && v <= t->limit;
	default:
		return 1;
	}
}

static int is_template(const char *code)
{
	struct section t;

	return !strstr(code, "DBNum") && read_section(&t, code) && (t.zeros >= 2 || (t.inner && t.places >= 2));
}

/* the section for a whole number v >= 0: 1, or 0 when the format has none for it */
static int choose_section(const char *code, double v, struct section *t)
{
	const char *p = code;
	struct section third;

	while (*p || p == code) {
		if (!(p = read_section(t, p)))
			return 0;
		if (!holds(t, v))
			continue;
		/* positive;negative;zero */
		if (t->when == ALWAYS && v < 0.5 && *p && (p = read_section(&third, p)) && *p
		    && read_section(&third, p))
			*t = third;
		return 1;
	}
	return 0;
}

static void show_template(double v, const struct section *t, struct crm_buf *out)
{
	char digits[32], back[UNITS_MAX + 32];
	size_t n = 0;
	int left = v >= 0.5 ? snprintf(digits, sizeof digits, "%.0f", v) : 0, places = t->places;

	for (size_t i = t->n; i-- > 0; ) {
		if (t->unit[i].literal) {
			back[n++] = t->unit[i].c;
			continue;
		}
		places--;
		if (left)
			back[n++] = digits[--left];
		else if (t->unit[i].c != '#')
			back[n++] = t->unit[i].c == '0' ? '0' : ' ';
		while (!places && left)        /* the first place takes what is left over */
			back[n++] = digits[--left];
	}
	while (n)
		crm_buf_putc(out, back[--n]);
}

/* --- numbers, dates --- */

static int is_whole(double v)
{
	return fabs(v) < 1e15 && v >= floor(v) && v <= floor(v);
}

static void show_general(double v, struct crm_buf *out)
{
	char text[40];

	if (is_whole(v)) {
		crm_buf_printf(out, "%.0f", v + 0.0);
		return;
	}
	snprintf(text, sizeof text, "%.15g", v);
	if (strtod(text, NULL) < v || strtod(text, NULL) > v)
		snprintf(text, sizeof text, "%.17g", v);
	crm_buf_puts(out, text);
}

static void show_day(int64_t serial, int date1904, struct crm_buf *out)
{
	char text[CRM_DATE_LEN];
	/* Excel's 1900 has a 29 February: what is before it counts from one day later */
	int64_t base = date1904 ? crm_date_from_civil(1904, 1, 1)
		       : crm_date_from_civil(1899, 12, 30) + (serial < 60);

	if (serial == 60 && !date1904)
		crm_buf_puts(out, "1900-02-29");
	else
		crm_buf_puts(out, crm_date_print(base + serial, text));
}

static void show_clock(long long seconds, struct crm_buf *out)
{
	crm_buf_printf(out, "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void show_moment(double v, enum crm_cell_kind kind, int date1904, struct crm_buf *out)
{
	double day = floor(v);
	long long seconds = llround((v - day) * DAY);

	if (kind == CRM_CELL_ELAPSED) {
		show_clock(llround(v * DAY), out);
		return;
	}
	if (kind != CRM_CELL_DATE && seconds == DAY) {
		seconds = 0;
		day++;
	}
	if (kind == CRM_CELL_TIME && day < 1) {
		show_clock(seconds, out);
		return;
	}
	show_day((int64_t)day, date1904, out);
	if (kind != CRM_CELL_DATE && (seconds || kind == CRM_CELL_TIME)) {
		crm_buf_putc(out, ' ');
		show_clock(seconds, out);
	}
}

enum crm_cell_kind crm_cell_format_kind(const char *code)
{
	struct letters l = find_letters(code);

	if (l.elapsed)
		return CRM_CELL_ELAPSED;
	if (l.date || (l.month && !l.time))
		return l.time ? CRM_CELL_DATE_TIME : CRM_CELL_DATE;
	if (l.time)
		return CRM_CELL_TIME;
	return is_template(code) ? CRM_CELL_TEMPLATE : CRM_CELL_GENERAL;
}

void crm_cell_format_show(double v, enum crm_cell_kind kind, const char *code, int date1904, struct crm_buf *out)
{
	struct section t;
	/* day 0 of 1900 is no date, but a time may be on it */
	double first = date1904 || kind == CRM_CELL_TIME || kind == CRM_CELL_ELAPSED ? 0 : 1;

	if (kind == CRM_CELL_TEMPLATE && v >= 0 && is_whole(v) && choose_section(code, v, &t))
		show_template(v, &t, out);
	else if (kind != CRM_CELL_GENERAL && kind != CRM_CELL_TEMPLATE && v >= first && v < LAST_SERIAL + 1)
		show_moment(v, kind, date1904, out);
	else
		show_general(v, out);
}
