/* Taking an operation back as a whole: the rows it added, then its changesets, then the derived sums. */
#ifndef CRM_UNDO_H
#define CRM_UNDO_H

#include <stdint.h>

#include <crm/operation.h>

struct crm_writer;

/* 0: it exists, changed something and was not undone yet; else -1 and a report */
int crm_undo_allowed(struct crm_store *s, int64_t id);
/* kept: a writer with fields table,key,reason, or NULL.  Adds to the counts.  0 or -1 (reported; roll back) */
int crm_undo_rows(struct crm_store *s, struct crm_operation *op, int64_t id, struct crm_writer *kept,
		  int64_t *reversed, int64_t *conflicts);

#endif
