/* Candidate pairs of a few new records with many that an index knows.  Internal to lib/match.
 *
 * The table holds the new records (number 0, or with CRM_MATCH_NEW) and those of the index that may matter. */
#ifndef CRM_MATCH_FEW_H
#define CRM_MATCH_FEW_H

#include <crm/match.h>
#include <crm/match_rule.h>
#include <crm/match_index.h>
#include <crm/radix.h>

/* The numbers of the records with which those of number 0 are to be compared, each once, ascending; new ones keep
 * their CRM_MATCH_NEW.  Owned by the caller. */
uint32_t *crm_match_few_wanted(const struct crm_match_table *t, const struct crm_match_index *all,
			       const struct crm_match_rules *rules, size_t *n);
/* The pairs of all new records, and the good pairs of the others; each once, owned by the caller. */
struct crm_match_pair *crm_match_few_pairs(const struct crm_match_table *t, const struct crm_match_index *all,
					   const struct crm_match_rules *rules, size_t *n);

#endif
