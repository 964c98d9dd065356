#include <crm/groups.h>
#include <crm/array.h>

#include <stdlib.h>
#include <string.h>

uint32_t crm_groups_find(struct crm_groups *g, uint32_t a)
{
	for (; g->n <= a; g->n++) {
		CRM_GROW(g->parent, g->n, g->cap);
		g->parent[g->n] = (uint32_t)g->n;
	}
	while (g->parent[a] != a)              /* path halving */
		a = g->parent[a] = g->parent[g->parent[a]];
	return a;
}

void crm_groups_join(struct crm_groups *g, uint32_t a, uint32_t b)
{
	a = crm_groups_find(g, a);
	b = crm_groups_find(g, b);
	if (a < b)
		g->parent[b] = a;
	else
		g->parent[a] = b;
}

void crm_groups_release(struct crm_groups *g)
{
	free(g->parent);
	memset(g, 0, sizeof *g);
}
