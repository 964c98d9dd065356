/* Customer × product: who bought what, how often, when last.  Compressed rows, and the same pairs
 * by columns.  Rows longer than a cap (resellers) keep all pairs, the cap's worth first: models
 * learn from those only. */
#ifndef CRM_MATRIX_H
#define CRM_MATRIX_H

#include <stdint.h>
#include <stddef.h>

#include <crm/events.h>

enum crm_matrix_values {
	CRM_MATRIX_BINARY,     /* bought or not: value is NULL */
	CRM_MATRIX_COUNT,      /* number of orders */
	CRM_MATRIX_QUANTITY,   /* sum of the quantities (or a rating) */
	CRM_MATRIX_LOG,        /* 1 + ln(number of orders) */
};

struct crm_matrix {
	uint32_t customers, products;
	size_t pairs;
	size_t *row;           /* customers+1 */
	size_t *used;          /* customers: end of the pairs that models learn from */
	uint32_t *product;     /* pairs: ascending in [row, used) and in [used, next row) */
	uint32_t *count;       /* pairs: orders that held the product */
	uint32_t *ago;         /* pairs: orders of the customer after the last that held it (0: the last order) */
	int32_t *first, *last; /* pairs: days of the first and the last purchase */
	float *value;          /* pairs, or NULL: all 1 */
	size_t *column;        /* products+1 */
	uint32_t *customer;    /* used pairs, ascending in a column */
	float *column_value;   /* used pairs, or NULL */
	uint32_t *capped;      /* customers over the cap */
	size_t capped_n;
};

/* end: see crm_events_hold_out, or NULL for all events.  cap 0: none. */
void crm_matrix_build(struct crm_matrix *m, const struct crm_events *e, const size_t *end,
		      enum crm_matrix_values values, uint32_t cap);
void crm_matrix_release(struct crm_matrix *m);
/* customers who bought the product (within the cap) */
uint32_t crm_matrix_buyers(const struct crm_matrix *m, uint32_t product);

#endif
