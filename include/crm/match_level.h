/* Two rows compared: one level a comparison, and how rare the value is on which they agree. */
#ifndef CRM_MATCH_LEVEL_H
#define CRM_MATCH_LEVEL_H

#include <crm/match_table.h>

struct crm_match_outcome {
	unsigned char level[CRM_MATCH_CMPS];   /* 0: nothing to compare */
	float bits[CRM_MATCH_CMPS];            /* log2 of the share of the value agreed on, < 0;
						  0 when the level is not weighed by it */
};

void crm_match_compare(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b,
		       struct crm_match_outcome *o);
/* one comparison of them; both names come with the first */
void crm_match_compare_one(const struct crm_match_table *t, size_t c, const uint32_t *a, const uint32_t *b,
			   struct crm_match_outcome *o);
/* Of a comparison by distance (names, words): log2 of the share of the rarest value that is the same in both,
 * 0 when none is.  Cheap, and an upper bound of what agreement may say. */
float crm_match_rarest_equal(const struct crm_match_table *t, size_t c, const uint32_t *a, const uint32_t *b);

#endif
