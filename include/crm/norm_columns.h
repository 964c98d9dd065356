/* Normal forms of columns of a stream: for FIELD=COLUMN the cells COLUMN_norm and COLUMN_key. */
#ifndef CRM_NORM_COLUMNS_H
#define CRM_NORM_COLUMNS_H

#include <crm/norm.h>
#include <crm/record.h>

struct crm_norm_columns;

/* pairs: "phone=TEL,name=氏名"; the new columns are appended to fields.  NULL: reported. */
struct crm_norm_columns *crm_norm_columns_new(const char *pairs, struct crm_fields *fields);
/* The row with its new cells, crm_norm_columns_width of them, valid until the next call.
 * A value that breaks its rule is "ERR:reason" with an empty key, and raises the status. */
const struct crm_cell *crm_norm_columns_row(struct crm_norm_columns *c, const struct crm_record *rec,
					    struct crm_norm *norm);
size_t crm_norm_columns_width(const struct crm_norm_columns *c);
void crm_norm_columns_free(struct crm_norm_columns *c);        /* NULL is allowed */

/* the value, or "ERR:reason" (which raises the status to CRM_FINDINGS); out is its buffer */
const char *crm_norm_columns_run(crm_norm_fn *fn, const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
