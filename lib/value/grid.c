#include <crm/grid.h>
#include <crm/array.h>
#include <crm/cells.h>

#include <stdlib.h>
#include <string.h>

void crm_grid_init(struct crm_grid *g, const char *columns)
{
	memset(g, 0, sizeof *g);
	crm_fields_init(&g->fields);
	while (*columns) {
		size_t n = strcspn(columns, " ");
		char *name = crm_strndup(columns, n);

		crm_fields_add(&g->fields, name);
		free(name);
		columns += n + (columns[n] == ' ');
	}
}

void crm_grid_release(struct crm_grid *g)
{
	for (size_t i = 0; i < g->cells; i++)
		free((char *)g->cell[i].s);
	free(g->cell);
	crm_fields_release(&g->fields);
	memset(g, 0, sizeof *g);
}

size_t crm_grid_rows(const struct crm_grid *g)
{
	return g->cells / g->fields.n;
}

const struct crm_cell *crm_grid_row(const struct crm_grid *g, size_t row)
{
	return g->cell + row * g->fields.n;
}

void crm_grid_text(struct crm_grid *g, const char *s)
{
	CRM_GROW(g->cell, g->cells, g->cap);
	g->cell[g->cells++] = (struct crm_cell){ crm_strdup(s), strlen(s) };
}

static void put_number(struct crm_grid *g, const char *s)
{
	g->fields.number[g->cells % g->fields.n] = 1;
	crm_grid_text(g, s);
}

void crm_grid_int(struct crm_grid *g, int64_t v)
{
	char out[CRM_CELLS_ROOM];

	crm_cells_int(v, out);
	put_number(g, out);
}

void crm_grid_real(struct crm_grid *g, double v, int decimals)
{
	char out[CRM_CELLS_ROOM];

	crm_cells_real(v, decimals, out);
	put_number(g, out);
}

void crm_grid_amount(struct crm_grid *g, int64_t amount)
{
	char out[CRM_CELLS_ROOM];

	crm_cells_amount(amount, out);
	put_number(g, out);
}
