/* What is bought together, for one product.  A basket is an order, or all that a customer bought.
 *   support     baskets that hold both
 *   confidence  support / baskets that hold the product
 *   lift        support × all baskets / (baskets with the one × baskets with the other)
 *   score       support / (sqrt(baskets with the one × baskets with the other) + shrink), the cosine */
#ifndef CRM_TOGETHER_H
#define CRM_TOGETHER_H

#include <crm/events.h>
#include <crm/topn.h>

enum crm_basket { CRM_BASKET_ORDER, CRM_BASKET_CUSTOMER };

struct crm_together {
	uint32_t product;
	uint32_t support;
	double confidence, lift, score;
};

/* the best `most` of the others, best first, in out[0..returned); fewer than `support` common baskets
 * do not count; barred: products left out, or NULL */
size_t crm_together_find(const struct crm_events *e, enum crm_basket basket, uint32_t product, double shrink,
			 uint32_t support, const unsigned char *barred, struct crm_together *out, size_t most);

#endif
