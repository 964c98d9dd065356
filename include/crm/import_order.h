/* Order lines and products into the store. */
#ifndef CRM_IMPORT_ORDER_H
#define CRM_IMPORT_ORDER_H

#include <crm/operation.h>
#include <crm/record.h>
#include <crm/reject.h>

/* An order goes in whole or not at all: when one of its lines is rejected, so are the others, also those
 * further down the file (what of it is further up has gone in).  Lines of an order are expected together; memory: the rows of some hundred orders, and see order.h.  A second thread writes
 * what is complete. */
struct crm_order_import;

/* file: for messages; source: of all rows, or NULL when a column says it; columns: "role=column,…" or NULL */
struct crm_order_import *crm_order_import_open(struct crm_store *s, struct crm_operation *op, const struct crm_fields *header,
					       const char *file, const char *source, const char *columns);
int crm_order_import_put(struct crm_order_import *m, const struct crm_record *rec, struct crm_rejects *rejects); /* 0/-1 */
int crm_order_import_finish(struct crm_order_import *m, struct crm_rejects *rejects);     /* after the last row: 0/-1 */
void crm_order_import_counts(const struct crm_order_import *m, int64_t *lines, int64_t *changed_orders);
void crm_order_import_close(struct crm_order_import *m);

struct crm_product_import;

struct crm_product_import *crm_product_import_open(struct crm_store *s, struct crm_operation *op,
						   const struct crm_fields *header, const char *file,
						   const char *columns);
int crm_product_import_put(struct crm_product_import *m, const struct crm_record *rec, struct crm_rejects *rejects);
void crm_product_import_counts(const struct crm_product_import *m, int64_t *added, int64_t *changed);
void crm_product_import_close(struct crm_product_import *m);

#endif
