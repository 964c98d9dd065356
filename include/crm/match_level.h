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

#endif
