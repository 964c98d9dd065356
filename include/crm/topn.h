/* The best n of many scored items: by score descending, equal scores by item ascending. */
#ifndef CRM_TOPN_H
#define CRM_TOPN_H

#include <stdint.h>
#include <stddef.h>

struct crm_scored {
	double score;
	uint32_t item;
};

struct crm_topn {
	struct crm_scored *best;       /* a heap with the worst on top until sorted */
	size_t n, most;
};

void crm_topn_init(struct crm_topn *t, size_t most);
void crm_topn_release(struct crm_topn *t);
void crm_topn_reset(struct crm_topn *t);
void crm_topn_offer(struct crm_topn *t, uint32_t item, double score);
/* an item of this score might get in: asked before what costs more */
static inline int crm_topn_wants(const struct crm_topn *t, double score)
{
	return t->n < t->most || (t->n && score >= t->best[0].score);
}
void crm_topn_sort(struct crm_topn *t);        /* best first; offer only after a reset */

#endif
