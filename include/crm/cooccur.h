/* One row of XᵀSX: what the customers of one product bought, each customer with a weight. */
#ifndef CRM_COOCCUR_H
#define CRM_COOCCUR_H

#include <crm/matrix.h>

struct crm_cooccur {
	uint32_t *hits;        /* products: customers with both; all 0 between rows */
	double *sum;           /* products: the same weighed; NULL without weights and values: hits, exact */
	uint32_t *item;        /* the products met, ascending or in order of meeting */
	size_t n;
};

/* weight: per customer, or NULL = 1 each */
void crm_cooccur_init(struct crm_cooccur *c, const struct crm_matrix *m, const double *weight);
void crm_cooccur_release(struct crm_cooccur *c);
/* fills item[0..n), hits and sum; the product itself is among them */
void crm_cooccur_row(struct crm_cooccur *c, const struct crm_matrix *m, const double *weight,
		     uint32_t product);
double crm_cooccur_sum(const struct crm_cooccur *c, uint32_t product);
void crm_cooccur_clear(struct crm_cooccur *c);         /* back to 0 */

#endif
