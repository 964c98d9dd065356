/* What is bought together in one order ("basket"), for one product:
 *   support     orders that held both
 *   confidence  support / orders that held the product
 *   lift        support × all orders / (orders with the one × orders with the other)
 *   score       support / (sqrt(orders with the one × orders with the other) + shrink), the cosine */
#ifndef CRM_TOGETHER_H
#define CRM_TOGETHER_H

#include <crm/events.h>
#include <crm/topn.h>

struct crm_together {
	uint32_t product;
	uint32_t support;
	double confidence, lift, score;
};

/* the best `most` of the others, best first, in out[0..returned); fewer than `support` common orders
 * do not count; barred: products left out, or NULL */
size_t crm_together_find(const struct crm_events *e, uint32_t product, double shrink, uint32_t support,
			 const unsigned char *barred, struct crm_together *out, size_t most);

#endif
