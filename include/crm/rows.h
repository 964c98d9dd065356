/* The rows of a statement as records, for programs that hand them out. */
#ifndef CRM_ROWS_H
#define CRM_ROWS_H

#include <crm/record.h>
#include <crm/store.h>

struct crm_rows;

/* takes the statement, with its parameters bound (NULL: gives NULL); name stands for the file in messages;
 * numbers: see crm_fields_numbers */
struct crm_rows *crm_rows_open(struct crm_stmt *st, const char *name, const char *const *numbers);
const struct crm_fields *crm_rows_fields(const struct crm_rows *r);
int crm_rows_next(struct crm_rows *r, struct crm_record *out);     /* 1/0/-1; NULL becomes an empty cell */
void crm_rows_close(struct crm_rows *r);                           /* NULL is allowed */

#endif
