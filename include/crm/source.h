/* Sources and layouts: where records come from and how their rows were headed. */
#ifndef CRM_SOURCE_H
#define CRM_SOURCE_H

#include <stdint.h>

#include <crm/operation.h>
#include <crm/record.h>

enum { CRM_TRUST_DEFAULT = 50, CRM_TRUST_MANUAL = 100 };

/* A name is 1-32 of a-z 0-9 _ -, so that "source:key" is unambiguous.  1 or 0. */
int crm_source_valid(const char *name);
/* The id, made if it is new (op NULL: only look).  *is_new may be NULL.  0: absent or failed. */
int64_t crm_source_id(struct crm_store *s, struct crm_operation *op, const char *name, int *is_new);
int64_t crm_layout_id(struct crm_store *s, struct crm_operation *op, const struct crm_fields *header);

#endif
