#include <crm/rows.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

struct crm_rows {
	struct crm_stmt *st;
	struct crm_fields fields;
	struct crm_cell *cell;
	const char *name;
	long row;
};

struct crm_rows *crm_rows_open(struct crm_stmt *st, const char *name, const char *const *numbers)
{
	struct crm_rows *r;

	if (!st)
		return NULL;
	r = crm_alloc(sizeof *r);
	r->st = st;
	r->name = name;
	for (int i = 0; i < crm_stmt_columns(st); i++)
		crm_fields_add(&r->fields, crm_stmt_column_name(st, i));
	crm_fields_numbers(&r->fields, numbers);
	r->cell = crm_calloc(r->fields.n, sizeof *r->cell);
	return r;
}

const struct crm_fields *crm_rows_fields(const struct crm_rows *r)
{
	return &r->fields;
}

int crm_rows_next(struct crm_rows *r, struct crm_record *out)
{
	int got = crm_stmt_step(r->st);

	if (got != 1)
		return got;
	for (size_t i = 0; i < r->fields.n; i++) {
		r->cell[i].s = crm_stmt_col_text(r->st, (int)i);
		r->cell[i].n = strlen(r->cell[i].s);
	}
	*out = (struct crm_record){ &r->fields, r->cell, r->fields.n, r->name, ++r->row, NULL };
	return 1;
}

void crm_rows_close(struct crm_rows *r)
{
	if (!r)
		return;
	crm_stmt_free(r->st);
	crm_fields_release(&r->fields);
	free(r->cell);
	free(r);
}
