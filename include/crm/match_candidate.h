/* All candidate pairs, compared: those that may turn out to be one person, and a sample of all of them to
 * learn from.  Internal to lib/match. */
#ifndef CRM_MATCH_CANDIDATE_H
#define CRM_MATCH_CANDIDATE_H

#include <crm/match.h>
#include <crm/match_block.h>
#include <crm/match_model.h>

struct crm_match_candidates {
	struct crm_match_pair *pair;           /* owned by the caller, like pattern; in no order */
	size_t pairs;
	struct crm_match_pattern *pattern;     /* distinct, sorted; count = pairs of all that it stands for */
	size_t patterns;
	uint64_t count;                        /* pairs compared */
};

/* model: the priors.  A pair is kept when its score by them is above a far limit.
 * keep: an index that gets the records of all rules, or NULL */
void crm_match_candidates_find(struct crm_match_candidates *out, const struct crm_match_table *t,
			       const struct crm_match_rules *rules, const struct crm_match_model *model,
			       unsigned threads, struct crm_match_keep *keep);

#endif
