/* The sums and the history of every record's orders, kept up to date by whatever writes orders. */
#ifndef CRM_ORDER_SUM_H
#define CRM_ORDER_SUM_H

#include <stdint.h>

#include <crm/history.h>
#include <crm/operation.h>

/* record_sum of one record from its lines; cancelled orders count nowhere.  0 or -1.  op: NULL where nothing is
 * to be written */
struct crm_sums;
struct crm_sums *crm_sums_open(struct crm_store *s, struct crm_operation *op);
int crm_sums_refresh(struct crm_sums *m, int64_t record_id);
/* of every record that has lines, in one pass; lost: some record may have none left */
int crm_sums_refresh_all(struct crm_sums *m, int lost);
/* The same without reading them: for the lines of records that have no others, as they pass by, ordered by record, day
 * and order; cancelled orders left out.  The end writes the last record. */
int crm_sums_line(struct crm_sums *m, int64_t record_id, int64_t day, int64_t order_id, int64_t amount);
int crm_sums_end(struct crm_sums *m);
/* from the lines of the record; lives until the next call.  NULL: reported */
const struct crm_history *crm_sums_history(struct crm_sums *m, int64_t record_id);
void crm_sums_close(struct crm_sums *m);

#endif
