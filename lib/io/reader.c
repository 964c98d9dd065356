#include <crm/reader.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/bytes.h>
#include <crm/csv.h>
#include <crm/diag.h>
#include <crm/map.h>
#include <crm/ndjson.h>
#include <crm/rowset.h>
#include <crm/xlsx.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEADER_ROWS = 20 };

struct crm_reader {
	char *name;
	struct crm_bytes *bytes;
	struct crm_csv *csv;           /* one of the three is set */
	struct crm_ndjson *json;
	struct crm_xlsx *xlsx;
	struct crm_fields fields;
	struct crm_cell *cell;         /* a sparse row filled up to the header (xlsx) */
	size_t cap;
	size_t stored;                 /* columns of the input: those behind are readings */
	size_t *read_column;           /* of which columns */
	size_t readings, reading_cap;
	struct crm_rowset held;        /* rows that were read while a header was looked for, and are data */
	size_t held_at;
	int ended, broken, mend_header;
	char error[120];
};

const struct crm_opt crm_reader_options[] = {
	{ CRM_CHOICE, 0, "from", offsetof(struct crm_reader_opts, from), "auto|csv|tsv|json|xlsx",
	  "format of the input; auto looks at its first bytes", NULL },
	{ CRM_TEXT, 0, "encoding", offsetof(struct crm_reader_opts, encoding), "NAME",
	  "utf-8, utf-16, cp932, euc-jp, iso-2022-jp or auto", NULL },
	{ CRM_TEXT, 0, "header", offsetof(struct crm_reader_opts, header), "A,B,C",
	  "names for an input without a header row", NULL },
	{ CRM_TEXT, 0, "sheet", offsetof(struct crm_reader_opts, sheet), "SHEET",
	  "name or number of a sheet; the first visible one by default", NULL },
	{ CRM_CHOICE, 0, "merged", offsetof(struct crm_reader_opts, merged), "empty|fill",
	  "cells of a merged range: empty but for the first, or all like the first", NULL },
	{ CRM_TEXT, 0, "furigana", offsetof(struct crm_reader_opts, furigana), "COLUMN,...",
	  "add the readings that a sheet stores with these columns as columns COLUMN_furigana", NULL },
	{ .kind = CRM_OPT_END }
};

/* --- which format --- */

static int starts(const char *s, size_t n, const char *magic, size_t k)
{
	return n >= k && !memcmp(s, magic, k);
}

static int looks_html(const char *s, size_t n)
{
	static const char *const tags[] = { "<!doctype", "<html", "<table", "<?xml", "<head", "<meta" };

	for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
		size_t k = 0;

		while (tags[t][k] && k < n && (s[k] | 0x20) == (tags[t][k] | 0x20))
			k++;
		if (!tags[t][k])
			return 1;
	}
	return 0;
}

/* CRM_FROM_…, or -1: not a table at all (reported) */
static int detect(const char *name, const char *s, size_t n)
{
	if (starts(s, n, "PK\3\4", 4) || starts(s, n, "PK\5\6", 4) || starts(s, n, "\xD0\xCF\x11\xE0", 4))
		return CRM_FROM_XLSX;
	if (starts(s, n, "\xEF\xBB\xBF", 3)) {
		s += 3;
		n -= 3;
	}
	while (n && (*s == ' ' || *s == '\n' || *s == '\r' || *s == '\t')) {
		s++;
		n--;
	}
	if (n && *s == '{')
		return CRM_FROM_JSON;
	if (starts(s, n, "[{", 2)) {
		crm_error("%s: a JSON array; feed one object a line (jq -c '.[]')", name);
		return -1;
	}
	if (looks_html(s, n)) {
		crm_error("%s: a web page or XML, not a table: save it as CSV or .xlsx", name);
		return -1;
	}
	return CRM_FROM_CSV;
}

/* --- the header --- */

/* "name (2)", the first such that is not there yet: owned by the caller */
static char *another_name(const struct crm_map *seen, const char *name)
{
	struct crm_buf b = CRM_BUF_INIT;

	for (int k = 2; !b.n || crm_map_finds(seen, b.s) != CRM_MAP_NONE; k++) {
		crm_buf_reset(&b);
		crm_buf_printf(&b, "%s (%d)", name, k);
	}
	return crm_buf_take(&b);
}

/* a name that is empty or there already: becomes one of its own, which is said */
static void mend_name(struct crm_reader *in, long line, size_t i, const struct crm_map *seen)
{
	struct crm_buf b = CRM_BUF_INIT;
	char *old = in->fields.name[i];

	if (*old)
		crm_buf_puts(&b, old);
	else
		crm_buf_printf(&b, "column %zu", i + 1);
	in->fields.name[i] = crm_map_finds(seen, b.s) == CRM_MAP_NONE ? crm_strdup(b.s) : another_name(seen, b.s);
	crm_warn("%s:%ld: column %zu %s; it is called '%s'", in->name, line, i + 1,
		 *old ? "has a name that is there already" : "has no name", crm_quoted(in->fields.name[i]));
	crm_buf_release(&b);
	free(old);
}

static int check_header(struct crm_reader *in, long line)
{
	const struct crm_fields *f = &in->fields;
	struct crm_map *seen = crm_map_new();
	int bad = 0;

	for (size_t i = 0; i < f->n && !bad; i++) {
		uint32_t before = *f->name[i] ? crm_map_finds(seen, f->name[i]) : CRM_MAP_NONE;

		if (*f->name[i] && before == CRM_MAP_NONE) {
			;
		} else if (in->mend_header) {
			mend_name(in, line, i, seen);
		} else if (!*f->name[i]) {
			crm_error("%s:%ld: column %zu has no name", in->name, line, i + 1);
			bad = -1;
		} else {
			crm_error("%s:%ld: columns %zu and %zu have the same name '%s'", in->name, line,
				  (size_t)before + 1, i + 1, crm_quoted(f->name[i]));
			bad = -1;
		}
		crm_map_puts(seen, f->name[i]);
	}
	crm_map_free(seen);
	return bad;
}

static int raw_next(struct crm_reader *in, struct crm_record *rec)
{
	rec->error = NULL;
	if (in->csv)
		return crm_csv_next(in->csv, rec);
	return crm_xlsx_next(in->xlsx, rec);
}

enum { NO_HEADER, MAYBE_HEADER, HEADER };

/* a known name alone in its row may be a word of the title ("Notes:"), or the only column */
static int header_kind(const struct crm_record *rec, int (*knows)(const char *name))
{
	size_t known = 0, filled = 0;

	if (!knows)
		return HEADER;
	for (size_t i = 0; i < rec->n; i++) {
		filled += rec->cell[i].n > 0;
		known += rec->cell[i].n > 0 && knows(rec->cell[i].s);
	}
	if (filled == 1 && known)
		return MAYBE_HEADER;
	return known >= 2 || (filled && 2 * known >= filled) ? HEADER : NO_HEADER;
}

/* trailing empty cells of a sheet are only formatting */
static size_t header_width(const struct crm_reader *in, const struct crm_record *rec)
{
	size_t n = rec->n;

	while (in->xlsx && n && !rec->cell[n - 1].n)
		n--;
	return n;
}

static int take_header(struct crm_reader *in, const struct crm_record *rec)
{
	for (size_t k = 0; k < header_width(in, rec); k++)
		crm_fields_add(&in->fields, rec->cell[k].s);
	return check_header(in, rec->line);
}

/* The first row with known names is the header, what lies above it is title.  Where no row has any, the first
 * one is the header and the others are data. */
static int read_header(struct crm_reader *in, const struct crm_reader_opts *o)
{
	int rows = o->header_row > 0 ? o->header_row : HEADER_ROWS, got = 1, kind = NO_HEADER;
	struct crm_record rec = { 0 };
	size_t found = 0;

	for (int i = 0; i < rows && kind != HEADER && (got = raw_next(in, &rec)) == 1; i++) {
		int this = header_kind(&rec, o->knows_header);

		if (this > kind) {
			found = in->held.n;
			kind = this;
		}
		crm_rowset_add(&in->held, &rec);
	}
	if (got < 0)
		return -1;
	if (!in->held.n) {
		crm_error("%s: is empty: not even a header row", in->name);
		return -1;
	}
	for (size_t k = 0; k < found; k++)
		crm_note("%s:%ld: not the header", in->name, in->held.row[k].line);
	in->held_at = found + 1;
	return take_header(in, &in->held.row[found]);
}

static int given_header(struct crm_reader *in, const char *names)
{
	for (const char *p = names;; p++) {
		size_t n = strcspn(p, ",");
		char *name = crm_strndup(p, n);

		crm_fields_add(&in->fields, name);
		free(name);
		p += n;
		if (!*p)
			return check_header(in, 0);
	}
}

/* the columns that --furigana adds, behind all others and in the order named */
static int add_readings(struct crm_reader *in, const char *names)
{
	struct crm_buf name = CRM_BUF_INIT;
	int bad = 0;

	in->stored = in->fields.n;
	if (names && in->held_at < in->held.n) {       /* the rows held have lost their readings */
		crm_error("--furigana: %s has no row of known column names above its data", in->name);
		return -1;
	}
	for (const char *p = names; p && !bad; p = *p ? p + 1 : NULL) {
		size_t n = strcspn(p, ",");
		int column;

		crm_buf_reset(&name);
		crm_buf_add(&name, p, n);
		p += n;
		if ((column = crm_fields_find(&in->fields, name.s)) < 0) {
			crm_error("--furigana: %s has no column '%s'", in->name, crm_quoted(name.s));
			bad = -1;
			break;
		}
		CRM_GROW(in->read_column, in->readings, in->reading_cap);
		in->read_column[in->readings++] = (size_t)column;
		crm_buf_puts(&name, "_furigana");
		crm_fields_add(&in->fields, name.s);
	}
	crm_buf_release(&name);
	return !bad && in->readings ? check_header(in, 0) : bad;
}

/* --- opening --- */

/* ending: in lower case */
static int is_named(const char *name, const char *ending)
{
	size_t n = strlen(name), k = strlen(ending);

	for (size_t i = 0; i < k; i++)
		if (n <= k || (name[n - k + i] | (i ? 0x20 : 0)) != ending[i])
			return 0;
	return 1;
}

/* a name that promises another format than what is there */
static void tell_name(const struct crm_reader *in, int from, int format)
{
	if (from != CRM_FROM_AUTO)
		return;
	if (format == CRM_FROM_XLSX && is_named(in->name, ".csv"))
		crm_warn("%s: is a workbook, not CSV; read so", in->name);
	if (format != CRM_FROM_XLSX && (is_named(in->name, ".xlsx") || is_named(in->name, ".xlsm") || is_named(in->name, ".xls")))
		crm_warn("%s: is text (CSV), not a workbook; read so", in->name);
}

/* a .csv without commas was saved by a spreadsheet of another country, or as text: said unless the file says so
 * itself (sep=) */
static void tell_delimiter(const struct crm_reader *in, int from)
{
	char c = crm_csv_delimiter(in->csv);
	const char *what = c == '\t' ? "TAB" : c == ';' ? "';'" : "another delimiter than ','";

	if (c == ',')
		return;
	if (from == CRM_FROM_AUTO && is_named(in->name, ".csv") && !crm_csv_said_delimiter(in->csv))
		crm_warn("%s: its cells are separated by %s, not by commas; read so", in->name, what);
	else
		crm_note("%s: cells are separated by %s", in->name, what);
}

static int open_rows(struct crm_reader *in, const struct crm_reader_opts *o, int format)
{
	struct crm_xlsx_opts sheet = { o->sheet, o->merged == CRM_MERGED_FILL, o->furigana != NULL, 0 };
	const char *only_sheets = o->sheet ? "sheet" : o->furigana ? "furigana" : o->merged ? "merged" : NULL;
	int lines = o->knows_header ? HEADER_ROWS : 1, fd;

	if (format == CRM_FROM_XLSX) {
		if ((fd = crm_bytes_spool(in->bytes)) < 0)
			return -1;
		return (in->xlsx = crm_xlsx_open(fd, in->name, &sheet)) ? 0 : -1;
	}
	if (only_sheets) {
		crm_error("--%s: %s is not a workbook", only_sheets, in->name);
		return -1;
	}
	if (crm_bytes_decode(in->bytes, o->encoding) != 0)
		return -1;
	if (format == CRM_FROM_JSON)
		return (in->json = crm_ndjson_open(in->bytes, in->name)) ? 0 : -1;
	in->csv = crm_csv_open(in->bytes, in->name,
			       format == CRM_FROM_TSV ? '\t' : o->from == CRM_FROM_CSV ? ',' : 0, lines);
	if (in->csv)
		tell_delimiter(in, o->from);
	return in->csv ? 0 : -1;
}

static int open_all(struct crm_reader *in, const struct crm_reader_opts *o)
{
	const char *s;
	size_t n;
	int format = o->from;

	if (!(in->bytes = crm_bytes_open(in->name)) || crm_bytes_peek(in->bytes, &s, &n) != 0)
		return -1;
	if (format == CRM_FROM_AUTO && (format = detect(in->name, s, n)) < 0)
		return -1;
	tell_name(in, o->from, format);
	if (open_rows(in, o, format) != 0)
		return -1;
	crm_note("%s: encoding %s", in->name, crm_reader_encoding(in));
	if (o->header ? given_header(in, o->header)
	    : in->json ? crm_ndjson_header(in->json, &in->fields) : read_header(in, o))
		return -1;
	return add_readings(in, o->furigana);
}

struct crm_reader *crm_reader_open(const char *name, const struct crm_reader_opts *o)
{
	static const struct crm_reader_opts none;
	struct crm_reader *in = crm_alloc(sizeof *in);

	in->name = crm_strdup(name);
	crm_fields_init(&in->fields);
	in->mend_header = o && o->mend_header;
	if (open_all(in, o ? o : &none) == 0)
		return in;
	crm_reader_close(in);
	return NULL;
}

const char *crm_reader_name(const struct crm_reader *in)
{
	return in->name;
}

const struct crm_fields *crm_reader_fields(const struct crm_reader *in)
{
	return &in->fields;
}

/* --- rows --- */

/* a sheet stores no empty cells at the end of a row: give them back, and drop those beyond the header; then
 * come the readings */
static void fit_sparse(struct crm_reader *in, struct crm_record *rec)
{
	size_t want = in->stored;

	while (rec->n > want && !rec->cell[rec->n - 1].n)
		rec->n--;
	if (rec->n > want || (rec->n == want && !in->readings))
		return;
	CRM_GROW(in->cell, in->fields.n, in->cap);
	memcpy(in->cell, rec->cell, rec->n * sizeof *in->cell);
	for (; rec->n < want; rec->n++)
		in->cell[rec->n] = (struct crm_cell){ "\0", 0 };
	for (size_t i = 0; i < in->readings; i++) {
		const char *reading = crm_xlsx_reading(&in->cell[in->read_column[i]]);

		in->cell[rec->n++] = (struct crm_cell){ reading, strlen(reading) };
	}
	rec->cell = in->cell;
}

static int next_row(struct crm_reader *in, struct crm_record *rec)
{
	if (in->held_at < in->held.n) {
		struct crm_record *held = &in->held.row[in->held_at++];

		rec->cell = held->cell;
		rec->n = held->n;
		rec->line = held->line;
		rec->error = held->error;
		return 1;
	}
	return in->json ? crm_ndjson_next(in->json, &in->fields, rec) : raw_next(in, rec);
}

int crm_reader_next(struct crm_reader *in, struct crm_record *rec)
{
	int got;

	if (in->broken || in->ended)
		return in->broken ? -1 : 0;
	rec->fields = &in->fields;
	rec->file = in->name;
	got = next_row(in, rec);
	in->broken = got < 0;
	in->ended = got == 0;
	if (got != 1)
		return got;
	if (in->xlsx)
		fit_sparse(in, rec);
	if (!rec->error && rec->n != in->fields.n) {
		snprintf(in->error, sizeof in->error, "has %zu cell%s where the header has %zu", rec->n,
			 rec->n == 1 ? "" : "s", in->stored);
		rec->error = in->error;
	}
	return 1;
}

int crm_reader_is_file(const struct crm_reader *in)
{
	return crm_bytes_is_file(in->bytes);
}

void crm_reader_digest(struct crm_reader *in, unsigned char out[32])
{
	crm_bytes_digest(in->bytes, out);
}

const char *crm_reader_encoding(const struct crm_reader *in)
{
	return in->xlsx ? "xlsx" : crm_bytes_encoding(in->bytes);
}

void crm_reader_close(struct crm_reader *in)
{
	if (!in)
		return;
	crm_csv_close(in->csv);
	crm_ndjson_close(in->json);
	crm_xlsx_close(in->xlsx);
	crm_bytes_close(in->bytes);
	crm_fields_release(&in->fields);
	crm_rowset_release(&in->held);
	free(in->cell);
	free(in->read_column);
	free(in->name);
	free(in);
}
