/* From rows of sales to one sum a customer.
 *
 * A row is (customer, day, order, amount).  What makes rows one order is chosen once:
 *	CRM_LEDGER_ROWS    every row is an order (a stream of orders)
 *	CRM_LEDGER_KEYED   rows of a customer with the same order key are one order (lines of orders)
 *	CRM_LEDGER_DAILY   rows of a customer on the same day are one order
 * Refunds are netted: amounts below 0 lower the sum.  An order counts (for frequency, first and last
 * day) when its rows net to more than 0, or to 0 with no row below 0 (a free sample is an order, a
 * cancelled one is not).  An order's day is the earliest of its rows.
 *
 * Amounts are integers in units of 1/CRM_AMOUNT_SCALE of the currency; sums are exact, so the answer
 * does not depend on the order of rows.  Memory: 40 bytes a customer; with KEYED, DAILY or
 * CRM_LEDGER_ORDERS also 24 bytes a row (neighbouring rows of one order are kept as one), and with
 * CRM_LEDGER_ORDERS 16 bytes an order. */
#ifndef CRM_LEDGER_H
#define CRM_LEDGER_H

#include <stddef.h>
#include <stdint.h>

enum { CRM_AMOUNT_SCALE = 10000, CRM_AMOUNT_DIGITS = 4 };

enum crm_ledger_mode { CRM_LEDGER_ROWS, CRM_LEDGER_KEYED, CRM_LEDGER_DAILY };

#define CRM_LEDGER_ORDERS 1    /* flag: keep the single orders */

struct crm_sum {
	int64_t orders;        /* orders that count; 0: only refunds, or nothing */
	int64_t amount;        /* net of everything */
	int64_t first_amount;  /* of the first purchase day; 0 in ROWS mode without CRM_LEDGER_ORDERS */
	int32_t first_day, last_day;   /* of orders that count; undefined while orders is 0 */
	int32_t days;          /* distinct purchase days; 0 likewise */
};

struct crm_ledger_order {              /* one order that counts */
	int64_t amount;
	int32_t day;
	uint32_t customer;
};

struct crm_ledger;

struct crm_ledger *crm_ledger_new(enum crm_ledger_mode mode, int flags);
void crm_ledger_free(struct crm_ledger *l);            /* NULL is allowed */

struct crm_ledger_row {
	uint32_t customer;     /* a dense id, 0, 1, 2 … */
	int32_t day;
	uint64_t order;        /* any key, unique within the customer (KEYED only) */
	int64_t amount;
};

/* many at a time are faster than one by one: their sums are fetched together */
void crm_ledger_add(struct crm_ledger *l, const struct crm_ledger_row *row, size_t n);
/* adds sums made elsewhere to a customer's: orders and amount add up, days widen (ROWS without
 * CRM_LEDGER_ORDERS only) */
void crm_ledger_add_sum(struct crm_ledger *l, uint32_t customer, const struct crm_sum *sum);
/* before finish: customer i becomes to[i], a permutation of the ids so far */
void crm_ledger_relabel(struct crm_ledger *l, const uint32_t *to);
/* Once, after the last row.  0, or -1: a sum does not fit 64 bits (not reported). */
int crm_ledger_finish(struct crm_ledger *l);
/* after finish, owned by the ledger: one per customer id below n; customers never seen are all 0 */
const struct crm_sum *crm_ledger_sums(const struct crm_ledger *l, size_t *n);
/* the orders that count by customer, then day (NULL without CRM_LEDGER_ORDERS) */
const struct crm_ledger_order *crm_ledger_orders(const struct crm_ledger *l, size_t *n);

#endif
