#include <crm/xlsx.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/num.h>
#include "xlsx_book.h"
#include "xlsx_merged.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 << 10, CELL_MAX = 1 << 20, ROW_MAX = 16 << 20 };

/* a stored cell of a row not yet given: where its text lies */
struct stored {
	unsigned column;       /* 0-based */
	size_t n;
	size_t at;             /* in x->text, or of a shared string */
	int shared;
};

struct row {
	long line;
	size_t first, cells;   /* in x->stored */
};

enum cell_type { NUMBER, SHARED, INLINE, TEXT, BOOLEAN, ISO_DATE };

struct crm_xlsx {
	struct xlsx_book book;
	struct xlsx_part part;
	struct xlsx_xml *xml;
	struct xlsx_merged merged;
	char *name, *block;
	int ended, broken;
	/* rows that one block of XML completed */
	struct stored *stored;
	size_t stored_n, stored_cap;
	struct row *row;
	size_t rows, row_cap, next;
	struct crm_buf text;
	/* where the parser is */
	long line;
	long column;           /* of the current cell, 0-based; -1 before the first */
	size_t row_first, row_text;    /* the row's first cell and the beginning of its text */
	enum cell_type type;
	size_t style;
	int in_cell, in_value, in_inline, in_t;
	struct crm_buf value;
	struct xlsx_phonetic phonetic;
	long hidden_rows, hidden_columns;
	struct crm_cell *cell;
	size_t cell_cap;
};

static void stop(struct crm_xlsx *x, const char *why)
{
	if (!x->broken)
		crm_error("%s:%ld: %s", x->name, x->line, why);
	x->broken = 1;
	crm_xlsx_xml_stop(x->xml);
}

/* --- a row and a cell begin --- */

static int is_true(const char *s)
{
	return s && (!strcmp(s, "1") || !strcmp(s, "true"));
}

static void start_row(struct crm_xlsx *x, const char **attributes)
{
	const char *r = crm_xlsx_attribute(attributes, "r");
	int64_t line = x->line + 1;

	if (r && (crm_num_int(r, &line) != 0 || line <= x->line || line > XLSX_ROWS)) {
		if (!x->broken)
			crm_error("%s: row '%s' stands behind row %ld", x->name, crm_quoted(r), x->line);
		x->broken = 1;
		crm_xlsx_xml_stop(x->xml);
		return;
	}
	x->line = (long)line;
	x->column = -1;
	x->row_first = x->stored_n;
	x->row_text = x->text.n;
	x->hidden_rows += is_true(crm_xlsx_attribute(attributes, "hidden"));
}

static void hide_columns(struct crm_xlsx *x, const char **attributes)
{
	const char *min = crm_xlsx_attribute(attributes, "min"), *max = crm_xlsx_attribute(attributes, "max");
	int64_t from, to;

	if (is_true(crm_xlsx_attribute(attributes, "hidden")) && min && max && crm_num_int(min, &from) == 0
	    && crm_num_int(max, &to) == 0 && from >= 1 && from <= to && to < XLSX_COLUMNS)
		x->hidden_columns += (long)(to - from + 1);
}

static enum cell_type type_of(const char *t)
{
	static const char *const names[] = { "n", "s", "inlineStr", "str", "b", "d" };

	for (int k = 0; t && k <= ISO_DATE; k++)
		if (!strcmp(t, names[k]))
			return (enum cell_type)k;
	return t ? TEXT : NUMBER;              /* "e": the error's text */
}

static size_t style_of(const char *s)
{
	size_t style = 0;

	for (; s && *s >= '0' && *s <= '9' && style < 1 << 20; s++)
		style = style * 10 + (size_t)(*s - '0');
	return style;
}

static void start_cell(struct crm_xlsx *x, const char **attributes)
{
	const char *r = NULL, *s = NULL, *t = NULL;
	long column = x->column + 1;

	for (; *attributes; attributes += 2) {
		if (attributes[0][1])
			continue;
		if (attributes[0][0] == 'r')
			r = attributes[1];
		else if (attributes[0][0] == 's')
			s = attributes[1];
		else if (attributes[0][0] == 't')
			t = attributes[1];
	}
	if (r)
		column = crm_xlsx_column(r, NULL);
	if (column <= x->column || column >= XLSX_COLUMNS) {
		stop(x, "its cells are out of order, or more than 16,384");
		return;
	}
	x->column = column;
	x->type = type_of(t);
	x->style = style_of(s);
	x->in_cell = 1;
	crm_buf_reset(&x->value);
	if (x->phonetic.runs)
		crm_xlsx_phonetic_reset(&x->phonetic);
}

/* --- the value of a cell --- */

static void keep(struct crm_xlsx *x, size_t at, size_t n, int shared)
{
	CRM_GROW(x->stored, x->stored_n, x->stored_cap);
	x->stored[x->stored_n++] = (struct stored){ (unsigned)x->column, n, at, shared };
}

static void keep_shared(struct crm_xlsx *x)
{
	int64_t i;
	size_t at;

	if (crm_num_int(x->value.s, &i) != 0 || i < 0 || (size_t)i >= x->book.strings) {
		stop(x, "a cell names a shared string that is not there");
		return;
	}
	at = x->book.string[i];
	if (x->book.text.s[at])
		keep(x, at, strlen(x->book.text.s + at), 1);
}

/* digits alone are shown as they are */
static int plain_integer(const char *s, size_t n)
{
	size_t sign = n && *s == '-';

	if (n == sign || n - sign > 15 || (s[sign] == '0' && n - sign > 1))
		return 0;
	for (size_t i = sign; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return 0;
	return 1;
}

static void put_number(struct crm_xlsx *x)
{
	static const struct xlsx_style general = { CRM_CELL_GENERAL, "" };
	const struct xlsx_style *style = x->style < x->book.styles ? &x->book.style[x->style] : &general;
	double v;

	if ((style->kind == CRM_CELL_GENERAL && plain_integer(x->value.s, x->value.n))
	    || crm_num_real(x->value.s, &v) != 0)
		crm_buf_add(&x->text, x->value.s, x->value.n);
	else
		crm_cell_format_show(v, style->kind, style->code, x->book.date1904, &x->text);
}

/* "2024-03-14T00:00:00" → "2024-03-14", other times behind a space */
static void put_iso(struct crm_xlsx *x)
{
	size_t n = x->value.n;

	if (n > 10 && x->value.s[10] == 'T') {
		x->value.s[10] = ' ';
		if (!strncmp(x->value.s + 11, "00:00:00", 8))
			n = 10;
	}
	crm_buf_add(&x->text, x->value.s, n);
}

static void end_cell(struct crm_xlsx *x)
{
	size_t at = x->text.n;

	x->in_cell = 0;
	if (!x->value.n)
		return;
	if (x->type == SHARED) {
		keep_shared(x);
		return;
	}
	if (x->type == NUMBER)
		put_number(x);
	else if (x->type == BOOLEAN)
		crm_buf_puts(&x->text, !strcmp(x->value.s, "0") || !strcmp(x->value.s, "false") ? "FALSE" : "TRUE");
	else if (x->type == ISO_DATE)
		put_iso(x);
	else {
		crm_xlsx_unescape(&x->value, 0);
		crm_buf_add(&x->text, x->value.s, x->value.n);
	}
	if (x->text.n > at)
		keep(x, at, x->text.n - at, 0);
	crm_xlsx_text_end(&x->text, at, &x->phonetic);
	if (x->text.n - x->row_text > ROW_MAX)
		stop(x, "a row of more than 16 MB");
}

static void end_row(struct crm_xlsx *x)
{
	if (x->stored_n == x->row_first)
		return;
	CRM_GROW(x->row, x->rows, x->row_cap);
	x->row[x->rows++] = (struct row){ x->line, x->row_first, x->stored_n - x->row_first };
}

/* --- XML --- */

static void on_start(void *data, const char *name, const char **attributes)
{
	struct crm_xlsx *x = data;
	size_t prefix;

	name = crm_xlsx_local(name, &prefix);
	if (!x->in_cell) {
		if (name[0] == 'c' && !name[1])
			start_cell(x, attributes);
		else if (!strcmp(name, "row"))
			start_row(x, attributes);
		else if (!strcmp(name, "col"))
			hide_columns(x, attributes);
	} else if (name[0] == 'v' && !name[1]) {
		x->in_value = x->type != INLINE;
	} else if (name[0] == 't' && !name[1]) {
		x->in_t = x->in_inline;
	} else if (!strcmp(name, "is")) {
		x->in_inline = x->type == INLINE;
	} else if (!strcmp(name, "rPh")) {
		crm_xlsx_phonetic_start(&x->phonetic, attributes);
	}
}

static void on_end(void *data, const char *name)
{
	struct crm_xlsx *x = data;
	size_t prefix;

	name = crm_xlsx_local(name, &prefix);
	if (!x->in_cell) {
		if (!strcmp(name, "row"))
			end_row(x);
	} else if (name[0] == 'v' && !name[1]) {
		x->in_value = 0;
	} else if (name[0] == 'c' && !name[1]) {
		end_cell(x);
	} else if (name[0] == 't' && !name[1]) {
		x->in_t = 0;
	} else if (!strcmp(name, "is")) {
		x->in_inline = 0;
	} else if (!strcmp(name, "rPh")) {
		x->phonetic.inside--;
	}
}

static void on_text(void *data, const char *s, size_t n)
{
	struct crm_xlsx *x = data;
	struct crm_buf *to = x->phonetic.inside ? &x->phonetic.text : &x->value;

	if (!x->in_value && (!x->in_t || (x->phonetic.inside && !x->book.furigana)))
		return;
	if (to->n + n > CELL_MAX)
		stop(x, "a cell of more than 1 MB");
	else
		crm_buf_add(to, s, n);
}

/* --- opening, rows, closing --- */

static int open_sheet(struct crm_xlsx *x, const struct crm_xlsx_opts *o)
{
	const struct xlsx_sheet *s = crm_xlsx_book_sheet(&x->book, o->sheet);
	int got;

	if (!s)
		return -1;
	crm_note("%s: sheet '%s'", x->name, crm_quoted(s->name));
	if (o->fill_merged && crm_xlsx_merged_read(&x->merged, &x->book, s->path) != 0)
		return -1;
	if ((got = crm_xlsx_part_open(x->book.zip, x->name, s->path, &x->part)) == 0)
		crm_error("%s: sheet '%s' is not in the file", x->name, crm_quoted(s->name));
	return got == 1 ? 0 : -1;
}

struct crm_xlsx *crm_xlsx_open(int fd, const char *name, const struct crm_xlsx_opts *o)
{
	static const struct xlsx_handlers on = { on_start, on_end, on_text };
	enum xlsx_engine engine = o->expat ? XLSX_EXPAT : XLSX_SCANNER;
	struct crm_xlsx *x;
	zip_t *zip = crm_xlsx_unzip(fd, name);

	if (!zip)
		return NULL;
	x = crm_alloc(sizeof *x);
	x->name = crm_strdup(name);
	crm_buf_init(&x->text);
	crm_buf_init(&x->value);
	crm_buf_init(&x->phonetic.text);
	if (crm_xlsx_book_read(&x->book, zip, x->name, o->furigana, engine) != 0 ||
	    crm_xlsx_strings_read(&x->book) != 0 || open_sheet(x, o) != 0) {
		crm_xlsx_close(x);
		return NULL;
	}
	x->block = crm_alloc(BLOCK);
	x->xml = crm_xlsx_xml_new(&on, x, engine);
	return x;
}

void crm_xlsx_close(struct crm_xlsx *x)
{
	if (!x)
		return;
	crm_xlsx_xml_free(x->xml);
	crm_xlsx_part_close(&x->part);
	crm_xlsx_merged_release(&x->merged);
	crm_xlsx_phonetic_release(&x->phonetic);
	crm_xlsx_book_release(&x->book);
	crm_buf_release(&x->text);
	crm_buf_release(&x->value);
	free(x->stored);
	free(x->row);
	free(x->cell);
	free(x->block);
	free(x->name);
	free(x);
}

/* the cells of the row that the last block left unfinished stay: they move to the front */
static void drop_given(struct crm_xlsx *x)
{
	size_t n = x->stored_n - x->row_first, from = 0;

	while (from < n && x->stored[x->row_first + from].shared)
		from++;
	from = from < n ? x->stored[x->row_first + from].at : x->text.n;
	if (n)
		memmove(x->stored, x->stored + x->row_first, n * sizeof *x->stored);
	memmove(x->text.s, x->text.s + from, x->text.n - from);
	for (size_t i = 0; i < n; i++)
		if (!x->stored[i].shared)
			x->stored[i].at -= from;
	if (x->text.n)
		crm_buf_truncate(&x->text, x->text.n - from);
	x->stored_n = n;
	x->row_first = 0;
	x->row_text -= x->row_text < from ? x->row_text : from;
	x->rows = x->next = 0;
}

/* one more block of XML: 1 go on, 0 the sheet is at its end, -1 reported */
static int parse_more(struct crm_xlsx *x)
{
	long got;

	drop_given(x);
	got = crm_xlsx_part_read(&x->part, x->block, BLOCK);
	if (got < 0 || crm_xlsx_part_feed(&x->part, x->xml, x->block, (size_t)got) != 0)
		return -1;
	return got > 0;
}

static int give(struct crm_xlsx *x, const struct row *row, struct crm_record *rec)
{
	const struct stored *s = x->stored + row->first;
	size_t stored = s[row->cells - 1].column + 1;
	long width = crm_xlsx_merged_row(&x->merged, row->line, stored);

	if (width < 0) {
		crm_error("%s:%ld: merged ranges overlap", x->name, row->line);
		return -1;
	}
	if ((size_t)width > x->cell_cap) {
		x->cell_cap = crm_array_capacity(x->cell_cap, (size_t)width);
		x->cell = crm_realloc(x->cell, x->cell_cap * sizeof *x->cell);
	}
	for (long i = 0; i < width; i++)
		x->cell[i] = (struct crm_cell){ "\0", 0 };
	for (size_t i = 0; i < row->cells; i++)
		x->cell[s[i].column] = (struct crm_cell){ (s[i].shared ? x->book.text.s : x->text.s) + s[i].at, s[i].n };
	crm_xlsx_merged_fill(&x->merged, row->line, x->cell);
	rec->cell = x->cell;
	rec->n = (size_t)width;
	rec->line = row->line;
	return 1;
}

static void tell_hidden(const struct crm_xlsx *x)
{
	if (x->hidden_rows || x->hidden_columns)
		crm_note("%s: hidden rows (%ld) and columns (%ld) were read like the others", x->name, x->hidden_rows,
			 x->hidden_columns);
}

int crm_xlsx_next(struct crm_xlsx *x, struct crm_record *rec)
{
	int got;

	/* rows that stand before the damage are given first */
	while (x->next >= x->rows) {
		if (x->broken || x->ended)
			return x->broken ? -1 : 0;
		got = parse_more(x);
		x->broken |= got < 0;
		if ((x->ended = got == 0))
			tell_hidden(x);
	}
	if ((got = give(x, &x->row[x->next++], rec)) < 0)
		x->broken = 1;
	return got;
}

const char *crm_xlsx_reading(const struct crm_cell *c)
{
	return c->s + c->n + 1;
}

int crm_xlsx_sheets(int fd, const char *name, int (*each)(void *data, int number, const char *sheet, int hidden), void *data)
{
	struct xlsx_book book;
	zip_t *zip = crm_xlsx_unzip(fd, name);
	int number = 0, bad;

	if (!zip)
		return -1;
	bad = crm_xlsx_book_read(&book, zip, name, 0, XLSX_SCANNER);
	for (size_t i = 0; i < book.sheets && !bad; i++)
		if (book.sheet[i].path)
			bad = each(data, ++number, book.sheet[i].name, book.sheet[i].hidden);
	crm_xlsx_book_release(&book);
	return bad ? -1 : 0;
}
