/* Orders and their lines. */
#ifndef CRM_ORDER_H
#define CRM_ORDER_H

#include <stdint.h>

#include <crm/operation.h>
#include <crm/order_batch.h>

struct crm_orders;

/* known: from which the batches were made; it must outlive the orders.  NULL: reported */
struct crm_orders *crm_orders_open(struct crm_store *s, struct crm_operation *op, const struct crm_order_keys *known);
void crm_orders_close(struct crm_orders *m);                                           /* NULL is allowed */
/* The orders of the batch; ask it then which of them were refused, which also empties it.  0/-1 */
int crm_orders_write(struct crm_orders *m, struct crm_order_batch *b);
/* Writes the new lines, removes lines that a changed order no longer has, recomputes the sums. */
int crm_orders_finish(struct crm_orders *m);
/* counts so far: orders and lines that are new, and that were changed or removed */
void crm_orders_counts(const struct crm_orders *m, int64_t *new_orders, int64_t *new_lines, int64_t *changed);

#endif
