/* Union-find: which things belong together, from pairs.  Memory: 4 bytes a thing. */
#ifndef CRM_GROUPS_H
#define CRM_GROUPS_H

#include <stddef.h>
#include <stdint.h>

struct crm_groups {
	uint32_t *parent;
	size_t n, cap;
};

void crm_groups_join(struct crm_groups *g, uint32_t a, uint32_t b);    /* things appear when first named */
uint32_t crm_groups_find(struct crm_groups *g, uint32_t a);            /* the smallest thing of its group */
void crm_groups_release(struct crm_groups *g);

#endif
