/* What crm-merge does with the store: each of these is one operation, and prints what it did. */
#ifndef CRM_MERGE_RUN_H
#define CRM_MERGE_RUN_H

#include <crm/merge_wish.h>
#include <crm/operation.h>
#include <crm/survivor.h>
#include <crm/writer.h>

struct crm_merge_run {
	struct crm_store *store;
	const struct crm_operation_opts *op;
	const struct crm_writer_opts *out;
};

/* All return 0 or -1 (reported, nothing changed). */
int crm_merge_run_groups(const struct crm_merge_run *a, struct crm_merge_wish *w);
/* records ("source:key") out of their customer into a new one */
int crm_merge_run_split(const struct crm_merge_run *a, int64_t customer, char **name, int names);
/* other rules (NULL: as they are) and trust of sources ("name=N"); then all customers' values are chosen again */
int crm_merge_run_choose(const struct crm_merge_run *a, const struct crm_survivor_rules *rules,
			 const struct crm_opt_list *trust);

#endif
