#include <crm/rowset.h>

#include <stdlib.h>
#include <string.h>

#include <crm/array.h>
#include <crm/mem.h>

/* Cells and their text in one block, which stays with its place in the set: most sets are small, and
 * filled again and again. */
void crm_rowset_add(struct crm_rowset *g, const struct crm_record *r)
{
	size_t bytes = r->n * sizeof *r->cell, used;
	struct crm_record *copy;
	char *text;

	for (size_t i = 0; i < r->n; i++)
		bytes += r->cell[i].n + 1;
	if (g->n == g->blocks) {
		used = g->cap;
		CRM_GROW(g->row, g->n, g->cap);
		if (g->cap != used)
			g->block = crm_realloc(g->block, g->cap * sizeof *g->block);
		g->block[g->blocks++] = (struct crm_rowset_block){ NULL, 0 };
	}
	if (g->block[g->n].size < bytes) {
		free(g->block[g->n].cell);
		g->block[g->n] = (struct crm_rowset_block){ crm_alloc(bytes), bytes };
	}
	copy = &g->row[g->n];
	*copy = *r;
	copy->cell = g->block[g->n++].cell;
	text = (char *)(copy->cell + r->n);
	for (size_t i = 0; i < r->n; i++) {
		memcpy(text, r->cell[i].s, r->cell[i].n + 1);
		copy->cell[i] = (struct crm_cell){ text, r->cell[i].n };
		text += r->cell[i].n + 1;
	}
}

void crm_rowset_truncate(struct crm_rowset *g, size_t n)
{
	g->n = n;
}

void crm_rowset_clear(struct crm_rowset *g)
{
	g->n = 0;
}

void crm_rowset_release(struct crm_rowset *g)
{
	for (size_t i = 0; i < g->blocks; i++)
		free(g->block[i].cell);
	free(g->block);
	free(g->row);
	*g = (struct crm_rowset){ 0 };
}
