/* XML 1.0 (fifth edition) in UTF-8, without DOCTYPE.  Whole tokens are taken from the front of a window:
 * what is cut off by its end waits for the next block. */
#include "xlsx_xml.h"
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/charset.h>

#include <stdlib.h>
#include <string.h>

enum { TOKEN_MAX = 4 << 20, DEPTH_MAX = 1 << 16 };

struct xlsx_scan {
	const struct xlsx_handlers *on;
	void *data;
	struct crm_buf window;         /* [at, checked) waits, [checked, n) is a cut UTF-8 character */
	size_t at, checked;
	long long before;              /* bytes that have left the window */
	struct crm_buf open;           /* names of the open elements, each ended by a NUL */
	const char **attribute;
	size_t attributes, attribute_cap;
	int begun, rooted, stopped;
	const char *error;
};

/* what a byte may be: of a name, white space, or worth a look in text or in a value */
enum { NAME = 1, SPACE = 2, TEXT_STOP = 4, VALUE_STOP = 8 };

#define X4(c) c, c, c, c
#define X16(c) X4(c), X4(c), X4(c), X4(c)

static const unsigned char class_of[256] = {
	[0x00] = 12, 12, 12, 12, 12, 12, 12, 12, 12, SPACE | VALUE_STOP, SPACE | VALUE_STOP, 12, 12,
	SPACE | TEXT_STOP | VALUE_STOP, 12, 12,
	[0x10] = X16(12),
	[' '] = SPACE, ['&'] = TEXT_STOP | VALUE_STOP, ['<'] = VALUE_STOP, [']'] = TEXT_STOP,
	['-'] = NAME, ['.'] = NAME, ['0'] = X4(NAME), X4(NAME), NAME, NAME, [':'] = NAME, ['_'] = NAME,
	['A'] = X16(NAME), X4(NAME), X4(NAME), NAME, NAME, ['a'] = X16(NAME), X4(NAME), X4(NAME), NAME, NAME,
	[0x80] = X16(NAME), X16(NAME), X16(NAME), X16(NAME), X16(NAME), X16(NAME),
	[0xE0] = X4(NAME), X4(NAME), X4(NAME), NAME, NAME, NAME, NAME | TEXT_STOP | VALUE_STOP, X16(NAME),
};

static int is(char c, int what)
{
	return class_of[(unsigned char)c] & what;
}

struct xlsx_scan *crm_xlsx_scan_new(const struct xlsx_handlers *on, void *data)
{
	struct xlsx_scan *x = crm_alloc(sizeof *x);

	x->on = on;
	x->data = data;
	crm_buf_init(&x->window);
	crm_buf_init(&x->open);
	return x;
}

void crm_xlsx_scan_free(struct xlsx_scan *x)
{
	if (!x)
		return;
	crm_buf_release(&x->window);
	crm_buf_release(&x->open);
	free(x->attribute);
	free(x);
}

void crm_xlsx_scan_stop(struct xlsx_scan *x)
{
	x->stopped = 1;
}

const char *crm_xlsx_scan_error(const struct xlsx_scan *x)
{
	return x->error;
}

long long crm_xlsx_scan_offset(const struct xlsx_scan *x)
{
	return x->before + (long long)x->at;
}

static int wrong(struct xlsx_scan *x, const char *why)
{
	x->error = why;
	return -1;
}

/* --- text and values --- */

/* a character reference, its digits at s: the character, 0 when it is none */
static unsigned long referred(const char *s, const char *end)
{
	int hex = s < end && *s == 'x';
	unsigned long c = 0;

	if ((s += hex) == end)
		return 0;
	for (; s < end && c <= 0x10FFFF; s++) {
		char lower = (char)(*s | 0x20);

		if (*s >= '0' && *s <= '9')
			c = c * (hex ? 16 : 10) + (unsigned long)(*s - '0');
		else if (hex && lower >= 'a' && lower <= 'f')
			c = c * 16 + (unsigned long)(lower - 'a' + 10);
		else
			return 0;
	}
	if (c < 0x20)
		return c == 9 || c == 10 || c == 13 ? c : 0;
	return (c > 0xD7FF && c < 0xE000) || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF ? 0 : c;
}

/* the entity at *s, "&…;", as UTF-8 at `to`: bytes written, -1 for none; *s goes behind it */
static int put_entity(const char **s, const char *end, char *to)
{
	static const struct {
		const char *name;
		size_t n;
		char c;
	} known[] = {
		{ "amp", 3, '&' }, { "lt", 2, '<' }, { "gt", 2, '>' }, { "quot", 4, '"' }, { "apos", 4, '\'' },
	};
	const char *name = *s + 1, *semicolon = memchr(name, ';', (size_t)(end - name));
	unsigned long c;

	if (!semicolon)
		return -1;
	*s = semicolon + 1;
	if (*name == '#')
		return (c = referred(name + 1, semicolon)) ? (int)crm_utf8_put(c, to) : -1;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if ((size_t)(semicolon - name) == known[i].n && !memcmp(name, known[i].name, known[i].n)) {
			*to = known[i].c;
			return 1;
		}
	return -1;
}

enum place { IN_TEXT, IN_CDATA, IN_VALUE };

/* Decodes [s, end) in place: entities, ends of lines, white space of a value (XML 1.0, 2.11 and 3.3.3).
 * Its new length, or -1: a character that may not be there. */
static long decode(char *s, const char *end, enum place place)
{
	int stop = place == IN_VALUE ? VALUE_STOP : TEXT_STOP, n;
	const char *from = s;
	char *to;

	while (from < end && !is(*from, stop))
		from++;
	to = s + (from - s);
	while (from < end) {
		if (!is(*from, stop) || (place == IN_CDATA && (*from == '&' || *from == ']'))) {
			*to++ = *from++;
		} else if (*from == '&') {
			if ((n = put_entity(&from, end, to)) < 0)
				return -1;
			to += n;
		} else if (*from == '\r') {
			from += from + 1 < end && from[1] == '\n' ? 2 : 1;
			*to++ = place == IN_VALUE ? ' ' : '\n';
		} else if (*from == '\t' || *from == '\n') {
			*to++ = ' ';
			from++;
		} else if (*from == ']' ? end - from < 3 || from[1] != ']' || from[2] != '>'
			   : *from == '\xEF' && (from[1] != '\xBF' || (unsigned char)from[2] < 0xBE)) {
			*to++ = *from++;
		} else {
			return -1;
		}
	}
	return to - s;
}

static int give_text(struct xlsx_scan *x, char *s, const char *end, enum place place)
{
	long n;

	if (!x->open.n) {              /* outside the root element */
		while (s < end && is(*s, SPACE))
			s++;
		return s == end && place == IN_TEXT ? 0 : wrong(x, "text outside the root element");
	}
	if ((n = decode(s, end, place)) < 0)
		return wrong(x, "a character or entity that XML does not allow");
	if (n && x->on->text)
		x->on->text(x->data, s, (size_t)n);
	return 0;
}

/* --- tags --- */

/* behind a name at s, s itself when there is none */
static char *skip_name(char *s)
{
	if (!is(*s, NAME) || *s == '-' || *s == '.' || (*s >= '0' && *s <= '9'))
		return s;
	while (is(*s, NAME))
		s++;
	return s;
}

static char *skip_space(char *s)
{
	while (is(*s, SPACE))
		s++;
	return s;
}

static void add_attribute(struct xlsx_scan *x, const char *s)
{
	CRM_GROW(x->attribute, x->attributes, x->attribute_cap);
	x->attribute[x->attributes++] = s;
}

/* the attributes between the element's name and `end`, the '/' or '>' */
static int read_attributes(struct xlsx_scan *x, char *s, const char *end)
{
	x->attributes = 0;
	while ((s = skip_space(s)) < end) {
		char *name = s, *name_end = skip_name(s), *value, *quote;
		long n;

		s = skip_space(name_end);
		if (name == name_end || *s != '=')
			return wrong(x, "a tag with something else than attributes");
		value = skip_space(s + 1);
		quote = *value == '"' || *value == '\'' ? memchr(value + 1, *value, (size_t)(end - value - 1)) : NULL;
		if (!quote)
			return wrong(x, "an attribute without quotes");
		if (quote + 1 < end && !is(quote[1], SPACE))
			return wrong(x, "attributes without space between them");
		if ((n = decode(value + 1, quote, IN_VALUE)) < 0)
			return wrong(x, "a character or entity that XML does not allow");
		*name_end = value[1 + n] = 0;
		add_attribute(x, name);
		add_attribute(x, value + 1);
		s = quote + 1;
	}
	add_attribute(x, NULL);
	return 0;
}

static int start_tag(struct xlsx_scan *x, char *s, char *end)
{
	char *name = s + 1, *name_end = skip_name(name);
	int closed = end[-1] == '/';

	if (name == name_end || (name_end < end - closed && !is(*name_end, SPACE)))
		return wrong(x, "not well-formed: a tag without a name");
	if (!x->open.n && x->rooted)
		return wrong(x, "a second root element");
	if (x->open.n > DEPTH_MAX)
		return wrong(x, "nested too deeply");
	if (read_attributes(x, name_end, end - closed) != 0)
		return -1;
	*name_end = 0;
	x->rooted = 1;
	if (!closed)
		crm_buf_add(&x->open, name, (size_t)(name_end - name) + 1);
	if (x->on->start)
		x->on->start(x->data, name, x->attribute);
	if (closed && x->on->end && !x->stopped)
		x->on->end(x->data, name);
	return 0;
}

static int end_tag(struct xlsx_scan *x, char *s, char *end)
{
	char *name = s + 2, *name_end = skip_name(name);
	size_t n = (size_t)(name_end - name) + 1, open = x->open.n;

	if (skip_space(name_end) != end)
		return wrong(x, "not well-formed: an end tag with attributes");
	*name_end = 0;
	if (open < n || memcmp(x->open.s + open - n, name, n) != 0 || (open > n && x->open.s[open - n - 1]))
		return wrong(x, "an end tag of another element");
	crm_buf_truncate(&x->open, open - n);
	if (x->on->end)
		x->on->end(x->data, name);
	return 0;
}

/* --- tokens: 1 taken, 0 cut off by the end of the window, -1 wrong --- */

/* where the text `mark` begins in [s, end), or NULL */
static char *find(char *s, const char *end, const char *mark)
{
	size_t k = strlen(mark);

	for (; end - s >= (long)k && (s = memchr(s, *mark, (size_t)(end - s) - k + 1)); s++)
		if (!memcmp(s, mark, k))
			return s;
	return NULL;
}

static int take(struct xlsx_scan *x, const char *to)
{
	x->at = (size_t)(to - x->window.s);
	return 1;
}

static int tag(struct xlsx_scan *x, char *s, char *end)
{
	char *p = s + 1;
	int bad;

	for (; p < end && *p != '>'; p++)
		if ((*p == '"' || *p == '\'') && !(p = memchr(p + 1, *p, (size_t)(end - p) - 1)))
			return 0;
	if (p == end)
		return 0;
	bad = s[1] == '/' ? end_tag(x, s, p) : start_tag(x, s, p);
	return bad ? -1 : take(x, p + 1);
}

static int instruction(struct xlsx_scan *x, char *s, char *end)
{
	char *close = find(s + 2, end, "?>"), *name_end = skip_name(s + 2);

	if (!close)
		return 0;
	if (name_end == s + 2 || (name_end != close && !is(*name_end, SPACE)))
		return wrong(x, "not well-formed: a processing instruction without a name");
	if (name_end - s == 5 && (s[2] | 0x20) == 'x' && (s[3] | 0x20) == 'm' && (s[4] | 0x20) == 'l'
	    && crm_xlsx_scan_offset(x) != 0)
		return wrong(x, "an XML declaration that is not at the beginning");
	return take(x, close + 2);
}

static int declaration(struct xlsx_scan *x, char *s, char *end)
{
	static const char comment[] = "<!--", cdata[] = "<![CDATA[";
	size_t n = (size_t)(end - s);
	char *close;

	if (!memcmp(s, comment, n < 4 ? n : 4)) {
		if (n < 4 || !(close = find(s + 4, end, "--")) || close + 2 == end)
			return 0;
		return close[2] == '>' ? take(x, close + 3) : wrong(x, "not well-formed: -- inside a comment");
	}
	if (!memcmp(s, cdata, n < 9 ? n : 9)) {
		if (n < 9 || !(close = find(s + 9, end, "]]>")))
			return 0;
		return give_text(x, s + 9, close, IN_CDATA) != 0 ? -1 : take(x, close + 3);
	}
	return wrong(x, "XML with a DOCTYPE: refused");
}

static int token(struct xlsx_scan *x, int last)
{
	char *s = x->window.s + x->at, *end = x->window.s + x->checked, *less;

	if (*s != '<') {
		if (!(less = memchr(s, '<', (size_t)(end - s))) && !last)
			return 0;
		less = less ? less : end;
		return give_text(x, s, less, IN_TEXT) != 0 ? -1 : take(x, less);
	}
	if (end - s < 2)
		return 0;
	return s[1] == '?' ? instruction(x, s, end) : s[1] == '!' ? declaration(x, s, end) : tag(x, s, end);
}

/* --- blocks --- */

/* 1: all that was read is UTF-8, but for a character cut off by the end of the block */
static int check_utf8(struct xlsx_scan *x, int last)
{
	struct crm_buf *w = &x->window;

	x->checked += crm_utf8_span(w->s + x->checked, w->n - x->checked);
	return x->checked == w->n || (!last && crm_utf8_cut(w->s + x->checked, w->n - x->checked));
}

/* the offset counts from behind the BOM */
static void skip_bom(struct xlsx_scan *x)
{
	if (x->begun || !x->checked)
		return;
	x->begun = 1;
	if (!memcmp(x->window.s, "\xEF\xBB\xBF", x->checked < 3 ? x->checked : 3)) {
		x->before = -3;
		x->at = 3;
	}
}

static void join(struct xlsx_scan *x, const char *s, size_t n)
{
	struct crm_buf *w = &x->window;

	if (x->at) {
		memmove(w->s, w->s + x->at, w->n - x->at);
		crm_buf_truncate(w, w->n - x->at);
		x->before += (long long)x->at;
		x->checked -= x->at;
		x->at = 0;
	}
	crm_buf_add(w, s, n);
}

int crm_xlsx_scan_feed(struct xlsx_scan *x, const char *s, size_t n, int last)
{
	int got = 1, sound;

	if (x->stopped || x->error)
		return -1;
	join(x, s, n);
	sound = check_utf8(x, last);
	skip_bom(x);
	while (got == 1 && !x->stopped && x->at < x->checked)
		got = token(x, last);
	if (got < 0 || x->stopped)
		return -1;
	if (!sound)                    /* what stands before the wrong bytes came first */
		return wrong(x, "not UTF-8");
	if (x->window.n - x->at > TOKEN_MAX)
		return wrong(x, "a tag or a text of more than 4 MB");
	if (last && (got == 0 || x->open.n || !x->rooted))
		return wrong(x, "it is cut off");
	return 0;
}
