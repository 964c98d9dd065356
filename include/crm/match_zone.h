/* Where "same" begins: odds of 4 to 1, or better ones in a table that says so little of its people that too
 * many of all such pairs would be wrong. */
#ifndef CRM_MATCH_ZONE_H
#define CRM_MATCH_ZONE_H

#include <crm/match.h>

#define CRM_MATCH_SAME_BITS 2.0

/* By the scores of all pairs, in any order: bits, at least CRM_MATCH_SAME_BITS, so that 5 % of the pairs above it
 * are wrong at most by their own odds, or two or three altogether; but never more than odds of 10 to 1, where one
 * wrong merge would cost more than ten missed ones. */
double crm_match_zone_same(const struct crm_match_pair *pair, size_t n);

#endif
