/* Customer rows into the store: new, changed, equal; with the row as it was delivered. */
#ifndef CRM_IMPORT_H
#define CRM_IMPORT_H

#include <crm/intake.h>
#include <crm/operation.h>
#include <crm/record.h>

struct crm_import;

struct crm_import *crm_import_open(struct crm_store *s, struct crm_operation *op, const char *source,
				   const struct crm_fields *header, const struct crm_intake *intake);
/* 1 taken; 0 it cannot go in, *why says so; -1 */
int crm_import_put(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row, const char **why);
void crm_import_counts(const struct crm_import *m, int64_t *added, int64_t *changed);
void crm_import_close(struct crm_import *m);

#endif
