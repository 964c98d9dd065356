/* Orders that wait to be written: checked against what the store knows, and put together from their lines.
 *
 * One thread may fill a batch while another writes the one before (order.h), so long as it does not begin an order
 * of a source that is not known yet: its keys come from the store. */
#ifndef CRM_ORDER_BATCH_H
#define CRM_ORDER_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include <crm/buf.h>
#include <crm/product.h>
#include <crm/store.h>

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

/* The keys of products, and of a source's records when first met: about 60 bytes each. */
struct crm_order_keys;
struct crm_order_keys *crm_order_keys_open(struct crm_store *s);                       /* NULL: reported */
void crm_order_keys_close(struct crm_order_keys *k);                                   /* NULL is allowed */
int crm_order_keys_know(const struct crm_order_keys *k, const char *source);           /* 1/0 */
int64_t crm_order_keys_records(const struct crm_order_keys *k);                        /* in the sources that were met */

struct crm_waiting_line {
	int64_t record_id, day, order_id, number, product_id, quantity, unit_price, amount;
};

struct crm_waiting_order {
	int64_t source_id, record_id, day, second;     /* second: -1 unknown */
	size_t key, first, n;                  /* in keys; its lines */
	int is_void;
	const char *refused;                   /* why, or NULL */
};

/* the last one may still be open, and get more lines */
struct crm_order_batch {
	struct crm_order_keys *known;
	struct crm_waiting_order *waiting;
	size_t waits, waiting_cap, looked_at;
	int open;
	struct crm_waiting_line *line; /* theirs, one order behind the other; order_id and number: 0 */
	size_t lines, line_cap;
	struct crm_buf keys;           /* their numbers, each ended by NUL */
};

struct crm_order_batch *crm_order_batch_new(struct crm_order_keys *known);             /* which must outlive it */
void crm_order_batch_free(struct crm_order_batch *b);                                  /* NULL is allowed */
/* The order to which the next lines belong.  1; 0 it cannot go in, *why says so; -1 */
int crm_order_batch_begin(struct crm_order_batch *b, const struct crm_order *o, const char **why);
/* One line of it, numbered in order of appearance.  1; 0 (*why) */
int crm_order_batch_line(struct crm_order_batch *b, const struct crm_order_line *l, const char **why);
void crm_order_batch_end(struct crm_order_batch *b);   /* the order is whole: it waits; one without lines does not */
void crm_order_batch_drop(struct crm_order_batch *b);  /* it is not: forget it */
/* Once they are written: which of them (0, 1, … as they were begun) contradict what this run brought of them before,
 * and why.  1; 0: no more, and the batch is empty */
int crm_order_batch_refused(struct crm_order_batch *b, size_t *which, const char **why);

#endif
