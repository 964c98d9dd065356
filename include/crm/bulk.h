/* Undo of rows that an operation only added: they carry created_op (see operation.h). */
#ifndef CRM_BULK_H
#define CRM_BULK_H

#include <stdint.h>

#include <crm/operation.h>

struct crm_writer;

/* Removes what operation id added and nobody changed or built upon since; each row that is kept is
 * put to kept (table,key,reason; may be NULL).  Call before the operation's changesets are inverted; and after that
 * crm_bulk_settle, which computes the sums of the records that were touched. */
struct crm_bulk;
struct crm_bulk *crm_bulk_undo(struct crm_store *s, struct crm_operation *op, int64_t id, struct crm_writer *kept,
			       int64_t *reversed, int64_t *conflicts);
int crm_bulk_settle(struct crm_bulk *b);       /* 0 or -1; frees b */

#endif
