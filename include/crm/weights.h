/* Product → product weights, sparse: row i holds the products j that a purchase of i speaks for.
 * score(customer, j) = sum over the customer's products i of weight(i, j). */
#ifndef CRM_WEIGHTS_H
#define CRM_WEIGHTS_H

#include <stdint.h>
#include <stddef.h>

struct crm_weights {
	uint32_t products;
	size_t *row;           /* products+1 */
	uint32_t *to;          /* ascending in a row */
	float *weight;
};

void crm_weights_release(struct crm_weights *w);
void crm_weights_transpose(struct crm_weights *w);     /* in place */
/* keeps the largest of each row (equal: the lower products) */
void crm_weights_prune(struct crm_weights *w, size_t keep);

#endif
