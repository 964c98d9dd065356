/* What else can be said of who belongs together: a record taken out of its customer, people of one home. */
#ifndef CRM_REGROUP_H
#define CRM_REGROUP_H

#include <stddef.h>
#include <stdint.h>

#include <crm/merge.h>

/* Takes the records (sorted, each once) out of their customer into a new one.  What was absorbed with them
 * finds the new customer; they are remembered as not the same as those that stay; the household is kept.
 * 0, or -1: reported (a record of another customer, none would stay). */
int crm_regroup_split(struct crm_store *s, struct crm_operation *op, struct crm_merge *m, int64_t customer_id,
		      const int64_t *record, size_t n, int64_t *new_id);

/* a record and the number of its group */
struct crm_group_member {
	int64_t record;
	uint32_t group;
};

/* Gives the customers of each home the smallest of their ids as household_id, those alone in theirs NULL; a
 * customer with records in several homes is in that of the oldest record.  The number of homes
 * of two and more, or -1. */
int64_t crm_regroup_homes(struct crm_store *s, struct crm_operation *op, const struct crm_group_member *list,
			  size_t n);

#endif
