/* Writing an index (see match_index.h) while a match runs.  Internal to lib/match. */
#ifndef CRM_MATCH_KEEP_H
#define CRM_MATCH_KEEP_H

#include <crm/match.h>
#include <crm/match_block.h>
#include <crm/match_index.h>
#include <crm/match_model.h>

struct crm_match_keep;

struct crm_match_keep *crm_match_keep_new(crm_match_put_fn *put, void *to);
void crm_match_keep_free(struct crm_match_keep *k);            /* NULL is allowed */

/* In this order; a failure is remembered until the end. */
void crm_match_keep_values(struct crm_match_keep *k, const struct crm_match_table *t);
void crm_match_keep_rules(struct crm_match_keep *k, const struct crm_match_rules *rules);
/* the records of one rule by their keys (see match_block.h), before large blocks are left out */
void crm_match_keep_entries(struct crm_match_keep *k, const struct crm_match_table *t, size_t rule,
			    const uint64_t *entry, size_t n, uint32_t cap);
void crm_match_keep_links(struct crm_match_keep *k, const struct crm_match_table *t, const struct crm_match_pair *pair,
			  size_t n);
/* the rest; 0 or -1 */
int crm_match_keep_end(struct crm_match_keep *k, const struct crm_match_table *t, const struct crm_match_model *model);

#endif
