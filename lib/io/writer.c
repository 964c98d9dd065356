#include <crm/writer.h>
#include <crm/array.h>
#include <crm/charset.h>
#include <crm/diag.h>
#include <crm/json.h>
#include <crm/sheet_writer.h>

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_AT = 256 << 10 };

struct crm_writer {
	FILE *out;
	int to, guard, fold, hashing, broken, finished;
	char delimiter;
	unsigned char special[256];    /* characters for which a cell is quoted */
	const char *eol;
	struct crm_fields fields;      /* as written */
	size_t *from;                  /* fields[i] is the caller's cell from[i] */
	size_t from_cap;
	struct crm_cell *cell;         /* the chosen cells of one row */
	struct crm_buf buf, missed, instead, encoded;
	const char *file;              /* where the row at hand comes from, or NULL */
	long line;
	struct crm_encoder *encoder;
	struct crm_sheet_writer *sheet;
	crypto_hash_sha256_state sha;
	long long rows;
};

const struct crm_opt crm_writer_options[] = {
	{ CRM_CHOICE, 0, "to", offsetof(struct crm_writer_opts, to), "csv|tsv|json|xlsx",
	  "format of the output", NULL },
	{ CRM_FLAG, 0, "bom", offsetof(struct crm_writer_opts, bom), NULL, "begin with a byte order mark", NULL },
	{ CRM_FLAG, 0, "crlf", offsetof(struct crm_writer_opts, crlf), NULL, "end lines with CRLF", NULL },
	{ CRM_FLAG, 0, "excel", offsetof(struct crm_writer_opts, excel), NULL, "for Excel: --bom --crlf", NULL },
	{ CRM_FLAG, 0, "guard-formulas", offsetof(struct crm_writer_opts, guard_formulas), NULL,
	  "put ' before cells that a spreadsheet would compute", NULL },
	{ CRM_TEXT, 0, "fields", offsetof(struct crm_writer_opts, fields), "A,B,NEW=OLD",
	  "columns to write, in order", NULL },
	{ .kind = CRM_OPT_END }
};

static int flush_buffer(struct crm_writer *w)
{
	if (w->hashing)
		crypto_hash_sha256_update(&w->sha, (unsigned char *)w->buf.s, w->buf.n);
	if (!w->broken && w->buf.n && fwrite(w->buf.s, 1, w->buf.n, w->out) != w->buf.n) {
		crm_error("cannot write: %s", strerror(errno));
		w->broken = 1;
	}
	crm_buf_reset(&w->buf);
	return w->broken ? -1 : 0;
}

/* a number or a phone: digits with the marks people put between them */
static int harmless(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 1; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			digits++;
		else if (!strchr(" .,()-", s[i]))
			return 0;
	}
	return digits > 0 && (*s == '+' || *s == '-');
}

static int needs_guard(const char *s, size_t n)
{
	return n && memchr("=+-@\t\r", *s, 6) && !harmless(s, n);
}

/* The cell as it is while it is copied; once more, in quotes, if a character asks for them.  There is room for
 * 2 n + 3 bytes at `to`; gives the end. */
static char *put_text(const struct crm_writer *w, char *to, int guarded, const char *s, size_t n)
{
	char *begin = to;
	int special = 0;

	if (guarded)
		*to++ = '\'';
	for (size_t i = 0; i < n; i++) {
		to[i] = s[i];
		special |= w->special[(unsigned char)s[i]];
	}
	if (!special)
		return to + n;
	to = begin;
	*to++ = '"';
	if (guarded)
		*to++ = '\'';
	for (size_t i = 0; i < n; i++) {
		*to++ = s[i];
		if (s[i] == '"')
			*to++ = '"';
	}
	*to++ = '"';
	return to;
}

static void add_cell(struct crm_writer *w, const char *s, size_t n)
{
	int guarded = w->guard && needs_guard(s, n);

	crm_buf_reserve(&w->buf, 2 * n + 3);
	w->buf.n = (size_t)(put_text(w, w->buf.s + w->buf.n, guarded, s, n) - w->buf.s);
}

static void tell_missed(struct crm_writer *w, size_t column)
{
	struct crm_buf b = CRM_BUF_INIT;

	if (w->file)
		crm_buf_printf(&b, "%s:%ld", w->file, w->line);
	else if (w->rows)
		crm_buf_printf(&b, "row %lld", w->rows);
	else
		crm_buf_puts(&b, "header");
	crm_buf_printf(&b, ": %s: ", crm_quoted(w->fields.name[column]));
	if (w->fold)
		crm_buf_printf(&b, "'%s' is written as '%s'", crm_quoted(w->missed.s), crm_quoted(w->instead.s));
	else
		crm_buf_printf(&b, "CP932 has no '%s'", crm_quoted(w->missed.s));
	crm_finding("%s", b.s);
	crm_buf_release(&b);
}

/* the cell in CP932; the geta mark stands for what it cannot carry */
static void encode_cell(struct crm_writer *w, size_t column, const char **s, size_t *n)
{
	crm_buf_reset(&w->encoded);
	crm_buf_reset(&w->missed);
	crm_buf_reset(&w->instead);
	if (crm_encoder_put(w->encoder, *s, *n, &w->encoded, &w->missed, &w->instead))
		tell_missed(w, column);
	*s = w->encoded.s;
	*n = w->encoded.n;
}

static int put_delimited(struct crm_writer *w, const struct crm_cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *s = cells[i].s;
		size_t length = cells[i].n;

		if (i)
			crm_buf_putc(&w->buf, w->delimiter);
		if (w->encoder && length)
			encode_cell(w, i, &s, &length);
		if (!length && n == 1)
			crm_buf_puts(&w->buf, "\"\"");    /* a blank line would be no row */
		else
			add_cell(w, s, length);
	}
	crm_buf_puts(&w->buf, w->eol);
	return 0;
}

static int put_row(struct crm_writer *w, const struct crm_cell *cells, size_t n)
{
	if (w->sheet)
		return crm_sheet_writer_put(w->sheet, w->rows ? w->fields.number : NULL, cells, n);
	if (w->to == CRM_TO_JSON) {
		crm_json_record(&w->buf, &w->fields, cells, n);
		crm_buf_putc(&w->buf, '\n');
	} else {
		put_delimited(w, cells, n);
	}
	return w->buf.n >= FLUSH_AT ? flush_buffer(w) : 0;
}

static int choose(struct crm_writer *w, const struct crm_fields *fields, const char *name, int column)
{
	if (column < 0) {
		crm_error("--fields: no column '%s'", crm_quoted(name));
		return -1;
	}
	if (crm_fields_find(&w->fields, name) >= 0) {
		crm_error("--fields: '%s' is there twice", crm_quoted(name));
		return -1;
	}
	CRM_GROW(w->from, w->fields.n, w->from_cap);
	w->from[w->fields.n] = (size_t)column;
	crm_fields_add(&w->fields, name);
	w->fields.number[w->fields.n - 1] = fields->number[column];
	return 0;
}

/* A filter appends its own columns to what came in: where a name repeats, the filter's own (the last) is
 * meant, in the place of the first. */
static int last_named(const struct crm_fields *f, const char *name)
{
	for (size_t i = f->n; i-- > 0;)
		if (!strcmp(f->name[i], name))
			return (int)i;
	return -1;
}

static int choose_all(struct crm_writer *w, const struct crm_fields *fields)
{
	for (size_t i = 0; i < fields->n; i++)
		if (crm_fields_find(fields, fields->name[i]) == (int)i
		    && choose(w, fields, fields->name[i], last_named(fields, fields->name[i])) != 0)
			return -1;
	return 0;
}

/* one "name" or "new=old"; a column whose own name has a "=" is found first */
static int choose_item(struct crm_writer *w, const struct crm_fields *fields, char *item)
{
	int column = last_named(fields, item);
	char *old = column < 0 ? strchr(item, '=') : NULL;

	if (old) {
		*old++ = 0;
		if ((column = last_named(fields, old)) < 0)
			return choose(w, fields, old, -1);
	}
	return choose(w, fields, item, column);
}

static int choose_fields(struct crm_writer *w, const struct crm_fields *fields, const char *list)
{
	int bad = list ? 0 : choose_all(w, fields);

	while (list && !bad) {
		size_t n = strcspn(list, ",");
		char *item = crm_strndup(list, n);

		bad = choose_item(w, fields, item);
		free(item);
		list = list[n] ? list + n + 1 : NULL;
	}
	w->cell = crm_calloc(w->fields.n + 1, sizeof *w->cell);
	return bad;
}

static int set_encoding(struct crm_writer *w, const char *encoding, int fold)
{
	enum crm_charset c = crm_charset_named(encoding);

	if (c == CRM_UTF8)
		return 0;
	if (c != CRM_CP932 || w->to == CRM_TO_JSON || w->to == CRM_TO_XLSX) {
		crm_error("--encoding: cannot write this in '%s': utf-8, or cp932 for csv and tsv",
			  crm_quoted(encoding));
		return -1;
	}
	if ((w->encoder = crm_encoder_new()) && fold)
		crm_encoder_fold(w->encoder);
	w->fold = fold;
	return w->encoder ? 0 : -1;
}

static int write_header(struct crm_writer *w, const struct crm_writer_opts *o)
{
	int delimited = w->to == CRM_TO_CSV || w->to == CRM_TO_TSV, bad;
	struct crm_cell *names;

	if (delimited && (o->bom || o->excel) && !w->encoder)
		crm_buf_puts(&w->buf, "\xEF\xBB\xBF");
	if (w->to == CRM_TO_JSON)
		return 0;
	names = crm_calloc(w->fields.n + 1, sizeof *names);
	for (size_t i = 0; i < w->fields.n; i++)
		names[i] = (struct crm_cell){ w->fields.name[i], strlen(w->fields.name[i]) };
	bad = put_row(w, names, w->fields.n);
	free(names);
	return bad;
}

static void release(struct crm_writer *w)
{
	crm_fields_release(&w->fields);
	crm_buf_release(&w->buf);
	crm_buf_release(&w->missed);
	crm_buf_release(&w->instead);
	crm_buf_release(&w->encoded);
	crm_encoder_free(w->encoder);
	free(w->from);
	free(w->cell);
	free(w);
}

struct crm_writer *crm_writer_open(FILE *out, const struct crm_fields *fields, const struct crm_writer_opts *o)
{
	struct crm_writer *w = crm_alloc(sizeof *w);

	w->out = out;
	w->to = o->to;
	w->guard = o->guard_formulas;
	w->hashing = o->digest;
	w->delimiter = o->to == CRM_TO_TSV ? '\t' : ',';
	w->special[(unsigned char)w->delimiter] = w->special['"'] = w->special['\n'] = w->special['\r'] = 1;
	w->eol = o->crlf || o->excel ? "\r\n" : "\n";
	crm_fields_init(&w->fields);
	crm_buf_init(&w->buf);
	crm_buf_init(&w->missed);
	crm_buf_init(&w->instead);
	crm_buf_init(&w->encoded);
	crypto_hash_sha256_init(&w->sha);
	if (choose_fields(w, fields, o->fields) == 0 && (!o->encoding || set_encoding(w, o->encoding, o->fold) == 0)
	    && (w->to != CRM_TO_XLSX || (w->sheet = crm_sheet_writer_open())) && write_header(w, o) == 0)
		return w;
	release(w);
	return NULL;
}

struct crm_writer *crm_writer_open_names(FILE *out, const char *const *names, size_t n, const struct crm_writer_opts *o)
{
	struct crm_fields f;
	struct crm_writer *w;

	crm_fields_init(&f);
	crm_fields_set(&f, names, n);
	w = crm_writer_open(out, &f, o);
	crm_fields_release(&f);
	return w;
}

void crm_writer_from(struct crm_writer *w, const char *file, long line)
{
	w->file = file;
	w->line = line;
}

int crm_writer_put(struct crm_writer *w, const struct crm_cell *cells, size_t n)
{
	w->rows++;
	for (size_t i = 0; i < w->fields.n; i++)
		w->cell[i] = w->from[i] < n ? cells[w->from[i]] : (struct crm_cell){ "", 0 };
	return put_row(w, w->cell, w->fields.n);
}

void crm_writer_digest(struct crm_writer *w, unsigned char out[32])
{
	crypto_hash_sha256_state sha;

	memset(out, 0, 32);
	if (!w->hashing)
		return;
	flush_buffer(w);
	sha = w->sha;
	crypto_hash_sha256_final(&sha, out);
}

long long crm_writer_rows(const struct crm_writer *w)
{
	return w->rows;
}

/* the finished workbook, through the same door as all other bytes */
static int copy_workbook(struct crm_writer *w)
{
	int fd = crm_sheet_writer_finish(w->sheet), bad = 0;
	ssize_t got = 0;

	if (fd < 0)
		return -1;
	do {
		crm_buf_reserve(&w->buf, FLUSH_AT);
		got = read(fd, w->buf.s, FLUSH_AT);
		w->buf.n = got > 0 ? (size_t)got : 0;
		bad = got < 0 || flush_buffer(w) != 0;
	} while (!bad && got > 0);
	if (got < 0)
		crm_error("cannot read the finished workbook: %s", strerror(errno));
	close(fd);
	return bad ? -1 : 0;
}

int crm_writer_finish(struct crm_writer *w)
{
	int bad;

	if (w->finished)
		return 0;
	w->finished = 1;
	bad = w->sheet ? copy_workbook(w) : flush_buffer(w);
	if (!bad && (fflush(w->out) != 0 || ferror(w->out))) {
		crm_error("cannot write: %s", strerror(errno ? errno : EIO));
		bad = -1;
	}
	return bad;
}

int crm_writer_close(struct crm_writer *w)
{
	int bad = w ? crm_writer_finish(w) : 0;

	if (w)
		release(w);
	return bad;
}
