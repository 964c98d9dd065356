/* Customers that an undo brought back although their records were kept elsewhere: they go again. */
#ifndef CRM_STRAYS_H
#define CRM_STRAYS_H

#include <stdint.h>

#include <crm/operation.h>

struct crm_writer;

/* Before the undo: remembers who was absorbed by whom.  0 or -1 */
int crm_strays_before(struct crm_store *s);
/* After it: removes customers without records, puts their aliases back, chooses the values of the survivors
 * anew; each goes to kept (table,key,reason; may be NULL) and is counted.  0 or -1 */
int crm_strays_after(struct crm_store *s, struct crm_operation *op, struct crm_writer *kept, int64_t *conflicts);

#endif
