/* Groups of records from scored pairs.  Internal to lib/match. */
#ifndef CRM_MATCH_CLUSTER_H
#define CRM_MATCH_CLUSTER_H

#include <crm/match.h>
#include <crm/match_model.h>

/* group[i] = the smallest record of i's group; pairs of class SAME join, best first */
void crm_match_cluster_make(const struct crm_match_table *t, const struct crm_match_model *model,
			    const struct crm_match_pair *pair, size_t n, uint32_t *group);

#endif
