/* Most candidate pairs are strangers: seen early, they cost little.  Internal to lib/match. */
#ifndef CRM_MATCH_NEAR_H
#define CRM_MATCH_NEAR_H

#include <crm/match_model.h>

struct crm_match_near {
	const struct crm_match_model *model;
	const struct crm_match_table *t;
	float limit;                           /* bits */
	unsigned char late[CRM_MATCH_CMPS];    /* comparisons by distance, the costly ones, come last */
	float unequal[CRM_MATCH_CMPS];         /* what they say at most when no value is the same */
	float equal[CRM_MATCH_CMPS];           /* … besides the rarity of the value, when one is */
};

void crm_match_near_start(struct crm_match_near *n, const struct crm_match_model *model,
			  const struct crm_match_table *t, double limit);
/* 1: M, or H where the model wants households, comes within `limit` bits of even odds against U.  0: not; the
 * comparison stopped as soon as that was sure. */
int crm_match_near(const struct crm_match_near *n, const uint32_t *a, const uint32_t *b);
/* the same of a pair that was compared */
int crm_match_near_known(const struct crm_match_near *n, const struct crm_match_outcome *o);

#endif
