/* The orders of one record as a few bytes: day and net amount of each, by day, about five bytes an order.  The
 * store keeps them beside its sums, so that a question about any day, or about single orders, need not read every
 * line.
 *
 * An order whose lines cancel out (0, with a line below 0) is left out: it changes nothing.  An amount below 0 is an
 * order that only took back: money, but no purchase.
 *
 * Bytes: for each order two numbers, the day less the day before it (the first: less 1970-01-01) and the amount;
 * each as zigzag (0 -1 1 -2 ...) in groups of seven bits, low ones first, the high bit set on all but the last. */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

#include <stdint.h>

#include <crm/buf.h>

struct crm_history {
	struct crm_buf bytes;
	int64_t day;           /* of the last order */
};

void crm_history_init(struct crm_history *h);
void crm_history_release(struct crm_history *h);
void crm_history_reset(struct crm_history *h);         /* empty, memory kept */
void crm_history_put(struct crm_history *h, int64_t day, int64_t amount);

struct crm_history_reader {
	const unsigned char *p, *end;
	int64_t day, amount;   /* of the order that crm_history_next found */
};

void crm_history_read(struct crm_history_reader *r, const void *bytes, size_t n);
int crm_history_next(struct crm_history_reader *r);    /* 1; 0 the end; -1 the bytes are damaged (not reported) */

#endif
