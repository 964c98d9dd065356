/* Orders and their lines, and the sums per record that every import keeps up to date. */
#ifndef CRM_ORDER_H
#define CRM_ORDER_H

#include <stdint.h>

#include <crm/history.h>
#include <crm/operation.h>
#include <crm/product.h>

struct crm_order {
	const char *source;            /* where the customer's number comes from */
	const char *key;               /* the order's number, unique within the source */
	const char *customer;          /* the customer's key in that source */
	int64_t day;
	int second;                    /* -1: unknown */
	const char *status;            /* "" or NULL: valid */
};

struct crm_order_line {
	const char *product;           /* key */
	int64_t quantity, unit_price, amount;      /* unit_price may be CRM_UNKNOWN */
};

struct crm_orders;

/* Loads the keys of products, and of a source's records when first met: about 60 bytes each. */
struct crm_orders *crm_orders_open(struct crm_store *s, struct crm_operation *op);
void crm_orders_close(struct crm_orders *m);
/* Orders wait in a batch until they are written: one thread may fill a batch while another writes the one before,
 * so long as it does not begin an order of a source that is not known yet (its keys come from the store). */
struct crm_order_batch;
struct crm_order_batch *crm_order_batch_new(void);
void crm_order_batch_free(struct crm_order_batch *b);                                  /* NULL is allowed */

int crm_orders_know(const struct crm_orders *m, const char *source);                   /* 1/0 */
/* The order to which the next lines belong.  1; 0 it cannot go in, *why says so; -1 */
int crm_orders_begin(struct crm_orders *m, struct crm_order_batch *b, const struct crm_order *o, const char **why);
/* One line of it, numbered in order of appearance.  1, 0 (*why), -1 */
int crm_orders_line(struct crm_orders *m, struct crm_order_batch *b, const struct crm_order_line *l, const char **why);
void crm_orders_end(struct crm_order_batch *b);        /* the order is whole: it waits; one without lines does not */
void crm_orders_drop(struct crm_order_batch *b);       /* it is not: forget it */
size_t crm_orders_waiting(const struct crm_order_batch *b);
/* Writes those that wait; then the batch is asked, until 0, which of them (0, 1, … as they were begun) contradict
 * what this run brought of them before, and why.  Then it is empty. */
int crm_orders_write(struct crm_orders *m, struct crm_order_batch *b);                 /* 0/-1 */
int crm_orders_refused(struct crm_order_batch *b, size_t *which, const char **why);    /* 1/0 */
/* Writes the new lines, removes lines that a changed order no longer has, recomputes the sums. */
int crm_orders_finish(struct crm_orders *m);
/* counts so far: orders and lines that are new, and that were changed or removed */
void crm_orders_counts(const struct crm_orders *m, int64_t *new_orders, int64_t *new_lines, int64_t *changed);

/* record_sum of one record from its lines; cancelled orders count nowhere.  0 or -1.  op: NULL where nothing is
 * to be written */
struct crm_sums;
struct crm_sums *crm_sums_open(struct crm_store *s, struct crm_operation *op);
int crm_sums_refresh(struct crm_sums *m, int64_t record_id);
/* of every record that has lines, in one pass; lost: some record may have none left */
int crm_sums_refresh_all(struct crm_sums *m, int lost);
/* from the lines of the record; lives until the next call.  NULL: reported */
const struct crm_history *crm_sums_history(struct crm_sums *m, int64_t record_id);
void crm_sums_close(struct crm_sums *m);

#endif
