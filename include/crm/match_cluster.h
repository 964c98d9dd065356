/* Groups of records from scored pairs.  Internal to lib/match.
 *
 * Pairs join their groups from the best score down.  Two groups of several records join only when their
 * cross pairs agree on the whole: the mean of their scores, each clipped to ±8 bits, is at least -2.  So a
 * chain of look-alikes does not grow, and one good link does not outweigh many contradictions. */
#ifndef CRM_MATCH_CLUSTER_H
#define CRM_MATCH_CLUSTER_H

#include <crm/match.h>
#include <crm/match_model.h>

struct crm_match_decision {    /* what a person said of two records */
	uint32_t a, b;
	int same;
};

/* group[i] = the smallest record of i's group.  Pairs of class SAME may join; records that were said to be
 * the same are joined first, and no group ever holds two that were said not to be. */
void crm_match_cluster_people(const struct crm_match_table *t, const struct crm_match_model *model,
			      const struct crm_match_pair *pair, size_t n, const struct crm_match_decision *said,
			      size_t n_said, uint32_t *group);
/* households: people[] joined by pairs whose home score is at least the limit */
void crm_match_cluster_homes(const struct crm_match_table *t, const struct crm_match_model *model,
			     const struct crm_match_pair *pair, size_t n, double limit, const uint32_t *people,
			     uint32_t *group);

#endif
