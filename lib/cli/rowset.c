#include <crm/rowset.h>

#include <stdlib.h>
#include <string.h>

#include <crm/array.h>
#include <crm/mem.h>

/* cells and their text in one block */
void crm_rowset_add(struct crm_rowset *g, const struct crm_record *r)
{
	size_t bytes = r->n * sizeof *r->cell;
	struct crm_record *copy;
	char *text;

	for (size_t i = 0; i < r->n; i++)
		bytes += r->cell[i].n + 1;
	CRM_GROW(g->row, g->n, g->cap);
	copy = &g->row[g->n++];
	*copy = *r;
	copy->cell = crm_alloc(bytes ? bytes : 1);
	text = (char *)(copy->cell + r->n);
	for (size_t i = 0; i < r->n; i++) {
		memcpy(text, r->cell[i].s, r->cell[i].n + 1);
		copy->cell[i] = (struct crm_cell){ text, r->cell[i].n };
		text += r->cell[i].n + 1;
	}
}

void crm_rowset_clear(struct crm_rowset *g)
{
	for (size_t i = 0; i < g->n; i++)
		free(g->row[i].cell);
	g->n = 0;
}

void crm_rowset_release(struct crm_rowset *g)
{
	crm_rowset_clear(g);
	free(g->row);
	*g = (struct crm_rowset){ 0 };
}
