#include <crm/csv.h>
#include <crm/array.h>
#include <crm/diag.h>

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_MAX = 1 << 20, ROW_MAX = 16 << 20, LINES_MAX = 1000 };

struct crm_csv {
	struct crm_bytes *in;
	const char *name;
	char delimiter, eol;
	int said;              /* a first line "sep=;" said the delimiter */
	long line;             /* lines taken so far */
	long blanks;           /* blank lines seen but not yet given as rows */
	struct crm_cell *cell;
	size_t n, cap;
	struct csv_parser parser;
	struct crm_buf text;   /* cells of a quoted record, NUL-terminated */
	int rows;              /* that libcsv saw in one record: 1 unless the text is damaged */
};

/* what find_record saw in the window: one record, its line end not included */
struct extent {
	size_t length, with_end;
	long lines;
	int quoted;
};

static int broken(struct crm_csv *c, const char *why)
{
	crm_error("%s:%ld: %s", c->name, c->line + 1, why);
	return -1;
}

/* crm_bytes_more, reported */
static int more(struct crm_csv *c)
{
	int got = crm_bytes_more(c->in);

	if (got < 0)
		crm_error("%s:%ld: %s", c->name, c->line + crm_bytes_error_line(c->in), crm_bytes_error(c->in));
	return got;
}

/* quotes in [s, end) are an odd number: the record goes on in the next line */
static int odd_quotes(const char *s, const char *end, int *any)
{
	int odd = 0;

	while (s < end && (s = memchr(s, '"', (size_t)(end - s)))) {
		odd = !odd;
		*any = 1;
		s++;
	}
	return odd;
}

/* 1: the next record lies in the window; 0: no more text; -1: reported */
static int find_record(struct crm_csv *c, struct extent *e)
{
	size_t n, at = 0;
	int odd = 0, got;

	memset(e, 0, sizeof *e);
	for (;;) {
		char *s = crm_bytes_text(c->in, &n), *end = memchr(s + at, c->eol, n - at);

		if (!end && n > ROW_MAX)
			return broken(c, "a record of more than 16 MB: a quote left open?");
		if (!end && (got = more(c)) != 0) {
			if (got < 0)
				return -1;
			continue;
		}
		if (!end && n == 0)
			return 0;
		if (!end)
			end = s + n;           /* the last line has no line end */
		odd ^= odd_quotes(s + at, end, &e->quoted);
		e->lines++;
		e->length = (size_t)(end - s);
		e->with_end = e->length + (e->length < n);
		at = e->with_end;
		if (!odd)
			break;
		if (at >= n && (got = more(c)) <= 0)
			return got ? -1 : broken(c, "broken quoting: a quote is opened and never closed");
		if (e->lines >= LINES_MAX)
			return broken(c, "broken quoting: a record of more than 1,000 lines");
	}
	return 1;
}

static int split_plain(struct crm_csv *c, char *s, size_t n)
{
	char *end = s + n;

	c->n = 0;
	for (;;) {
		char *stop = memchr(s, c->delimiter, (size_t)(end - s));

		CRM_GROW(c->cell, c->n, c->cap);
		if (!stop)
			stop = end;
		*stop = 0;
		if (stop - s > CELL_MAX)
			return broken(c, "a cell of more than 1 MB");
		c->cell[c->n++] = (struct crm_cell){ s, (size_t)(stop - s) };
		if (stop == end)
			return 0;
		s = stop + 1;
	}
}

static void on_cell(void *s, size_t n, void *data)
{
	struct crm_csv *c = data;

	CRM_GROW(c->cell, c->n, c->cap);
	/* where it will lie is known only when the record is complete */
	c->cell[c->n++] = (struct crm_cell){ NULL, n };
	crm_buf_add(&c->text, s, n);
	crm_buf_putc(&c->text, 0);
}

static void on_row(int end, void *data)
{
	(void)end;
	((struct crm_csv *)data)->rows++;
}

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static int line_feed(unsigned char c)
{
	return c == '\n';
}

static int split_quoted(struct crm_csv *c, char *s, size_t n)
{
	const char *at;
	int bad;

	c->n = 0;
	c->rows = 0;
	crm_buf_reset(&c->text);
	bad = csv_parse(&c->parser, s, n, on_cell, on_row, c) != n
	      || csv_parse(&c->parser, "\n", 1, on_cell, on_row, c) != 1;
	if (bad && csv_error(&c->parser) == CSV_ENOMEM)
		return broken(c, "out of memory");
	if (bad || c->rows != 1)
		return broken(c, "broken quoting: a quote inside a cell, or text behind a closing quote");
	at = c->text.s;
	for (size_t i = 0; i < c->n; i++) {
		if (c->cell[i].n > CELL_MAX)
			return broken(c, "a cell of more than 1 MB");
		c->cell[i].s = at;
		at += c->cell[i].n + 1;
	}
	return 0;
}

/* takes the blank lines at the front of the window: how many, or -1 (reported) */
static long take_blanks(struct crm_csv *c)
{
	long blanks = 0;
	int got;

	for (;;) {
		size_t n, k = 0;
		const char *s = crm_bytes_text(c->in, &n);

		if (n < 2) {                   /* CRLF may be cut by the end of the window */
			if ((got = more(c)) < 0)
				return -1;
			if (got == 1)
				continue;
		}
		k += k < n && s[k] == '\r' && c->eol == '\n' && k + 1 < n && s[k + 1] == '\n';
		if (k >= n || s[k] != c->eol)
			return blanks;
		crm_bytes_take(c->in, k + 1);
		blanks++;
	}
}

static int give_blank(struct crm_csv *c, struct crm_record *rec)
{
	CRM_GROW(c->cell, 0, c->cap);
	c->cell[0] = (struct crm_cell){ "", 0 };
	c->blanks--;
	rec->cell = c->cell;
	rec->n = 1;
	rec->line = ++c->line;
	return 1;
}

static int ended(struct crm_csv *c)
{
	size_t n;

	crm_bytes_text(c->in, &n);
	return n == 0;
}

int crm_csv_next(struct crm_csv *c, struct crm_record *rec)
{
	struct extent e;
	int got, bad;
	char *s;
	size_t n;

	if (!c->blanks) {
		if ((c->blanks = take_blanks(c)) < 0)
			return -1;
		if (ended(c)) {
			c->blanks = 0;
			return 0;
		}
	}
	if (c->blanks)
		return give_blank(c, rec);
	if ((got = find_record(c, &e)) != 1)
		return got;
	s = crm_bytes_text(c->in, &n);
	if (e.length && c->eol == '\n' && s[e.length - 1] == '\r')
		e.length--;
	bad = e.quoted ? split_quoted(c, s, e.length) : split_plain(c, s, e.length);
	crm_bytes_take(c->in, e.with_end);
	rec->cell = c->cell;
	rec->n = c->n;
	rec->line = c->line + 1;
	c->line += e.lines;
	return bad ? -1 : 1;
}

/* --- opening: line ends, sep=, delimiter --- */

/* a window with at least one whole line, if there is one: 0 or -1 */
static int first_line(struct crm_csv *c, int lines)
{
	for (;;) {
		size_t n;
		const char *s = crm_bytes_text(c->in, &n), *p = s;
		int seen = 0, got;

		while (seen < lines && (p = memchr(p, '\n', (size_t)(s + n - p)))) {
			seen++;
			p++;
		}
		if (seen == lines || n > 1 << 16)
			return 0;
		if ((got = more(c)) <= 0)
			return got;
	}
}

static void find_eol(struct crm_csv *c)
{
	size_t n;
	const char *s = crm_bytes_text(c->in, &n);

	c->eol = n && memchr(s, '\r', n) && !memchr(s, '\n', n) ? '\r' : '\n';
}

static char most_frequent(const struct crm_csv *c, int lines)
{
	static const char candidates[] = ",\t;";
	long count[3] = { 0 };
	size_t n, best = 0;
	const char *s = crm_bytes_text(c->in, &n);
	int quoted = 0;

	for (size_t i = 0; i < n && lines; i++) {
		const char *found;

		quoted ^= s[i] == '"';
		if (quoted)
			continue;
		if ((found = memchr(candidates, s[i], 3)))
			count[found - candidates]++;
		lines -= s[i] == c->eol;
	}
	for (size_t k = 1; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	return candidates[best];
}

static int take_sep_line(struct crm_csv *c)
{
	size_t n, end = 5;
	const char *s = crm_bytes_text(c->in, &n);

	if (n < 5 || memcmp(s, "sep=", 4))
		return 0;
	end += end < n && s[end] == '\r' && c->eol == '\n';
	if (end < n && s[end] != c->eol)
		return 0;
	c->delimiter = s[4];
	c->line = 1;
	crm_bytes_take(c->in, end + (end < n));
	return 1;
}

struct crm_csv *crm_csv_open(struct crm_bytes *in, const char *name, char delimiter, int lines)
{
	struct crm_csv *c = crm_alloc(sizeof *c);

	c->in = in;
	c->name = name;
	crm_buf_init(&c->text);
	csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_space_func(&c->parser, no_space);
	csv_set_term_func(&c->parser, line_feed);
	csv_set_blk_size(&c->parser, 4096);
	if (first_line(c, lines) != 0) {
		crm_csv_close(c);
		return NULL;
	}
	find_eol(c);
	c->said = take_sep_line(c);
	if (!c->said)
		c->delimiter = delimiter ? delimiter : most_frequent(c, lines);
	csv_set_delim(&c->parser, (unsigned char)c->delimiter);
	return c;
}

void crm_csv_close(struct crm_csv *c)
{
	if (!c)
		return;
	csv_free(&c->parser);
	crm_buf_release(&c->text);
	free(c->cell);
	free(c);
}

char crm_csv_delimiter(const struct crm_csv *c)
{
	return c->delimiter;
}

int crm_csv_said_delimiter(const struct crm_csv *c)
{
	return c->said;
}
