#include <crm/norm_columns.h>

#include <stdlib.h>
#include <string.h>

#include <crm/array.h>
#include <crm/diag.h>
#include <crm/mem.h>

struct column {
	int at;
	crm_norm_fn *value, *key;      /* key NULL: the value is the key */
	struct crm_buf norm, keyed;
};

struct crm_norm_columns {
	struct column *column;
	size_t n, cap, width;
	struct crm_cell *cells;
};

static int add_column(struct crm_norm_columns *c, const char *field, const char *name, struct crm_fields *fields)
{
	struct crm_buf b = CRM_BUF_INIT;
	struct column *col;

	CRM_GROW(c->column, c->n, c->cap);
	col = &c->column[c->n++];
	crm_buf_printf(&b, "%s.key", field);
	col->at = crm_fields_find(fields, name);
	col->value = crm_norm_find(field);
	col->key = crm_norm_find(b.s);
	crm_buf_init(&col->norm);
	crm_buf_init(&col->keyed);
	if (!col->value)
		crm_error("--columns: '%s' is not a field; see --help", crm_quoted(field));
	else if (col->at < 0)
		crm_error("--columns: no column '%s'", crm_quoted(name));
	for (int k = 0; k < 2; k++) {
		crm_buf_reset(&b);
		crm_buf_printf(&b, "%s_%s", name, k ? "key" : "norm");
		if (crm_fields_find(fields, b.s) >= 0 && col->value && col->at >= 0) {
			crm_error("--columns: there is a column '%s' already", crm_quoted(b.s));
			col->at = -1;
		}
		crm_fields_add(fields, b.s);
	}
	crm_buf_release(&b);
	return col->value && col->at >= 0 ? 0 : -1;
}

struct crm_norm_columns *crm_norm_columns_new(const char *pairs, struct crm_fields *fields)
{
	struct crm_norm_columns *c = crm_alloc(sizeof *c);
	char *text = crm_strdup(pairs), *next = NULL;
	int bad = 0;

	for (char *p = text; p && !bad; p = next) {
		char *eq;

		next = strchr(p, ',');
		if (next)
			*next++ = 0;
		eq = strchr(p, '=');
		if (!eq) {
			crm_error("--columns: '%s' is not FIELD=COLUMN", crm_quoted(p));
			bad = 1;
		} else {
			*eq = 0;
			bad = add_column(c, p, eq + 1, fields);
		}
	}
	free(text);
	if (bad) {
		crm_norm_columns_free(c);
		return NULL;
	}
	c->width = fields->n;
	c->cells = crm_calloc(c->width, sizeof *c->cells);
	return c;
}

const char *crm_norm_columns_run(crm_norm_fn *fn, const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	if (fn(in, out, norm) != 0) {
		crm_buf_puts(out, "ERR:");
		crm_buf_puts(out, norm->error);
		crm_raise(CRM_FINDINGS);
	}
	return out->s;
}

static struct crm_cell cell(const struct crm_buf *b)
{
	return (struct crm_cell){ b->s, b->n };
}

const struct crm_cell *crm_norm_columns_row(struct crm_norm_columns *c, const struct crm_record *rec,
					    struct crm_norm *norm)
{
	size_t to = c->width - 2 * c->n;

	memcpy(c->cells, rec->cell, to * sizeof *c->cells);
	for (size_t i = 0; i < c->n; i++) {
		struct column *col = &c->column[i];
		const char *text = crm_record_text(rec, col->at);

		crm_norm_columns_run(col->value, text, &col->norm, norm);
		if (norm->warning)
			crm_note("%s:%ld: '%s' %s", rec->file, rec->line, crm_quoted(text), norm->warning);
		crm_buf_reset(&col->keyed);
		if (!norm->error && col->key)
			crm_norm_columns_run(col->key, text, &col->keyed, norm);
		else if (!norm->error)
			crm_buf_add(&col->keyed, col->norm.s, col->norm.n);
		c->cells[to++] = cell(&col->norm);
		c->cells[to++] = cell(&col->keyed);
	}
	return c->cells;
}

size_t crm_norm_columns_width(const struct crm_norm_columns *c)
{
	return c->width;
}

void crm_norm_columns_free(struct crm_norm_columns *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++) {
		crm_buf_release(&c->column[i].norm);
		crm_buf_release(&c->column[i].keyed);
	}
	free(c->column);
	free(c->cells);
	free(c);
}
