/* Products. */
#ifndef CRM_PRODUCT_H
#define CRM_PRODUCT_H

#include <stdint.h>

#include <crm/operation.h>

#define CRM_UNKNOWN INT64_MIN       /* an integer that was not said */

struct crm_product {
	const char *key, *name, *category, *custom;
	int64_t price, stock;          /* CRM_UNKNOWN */
	int64_t discontinued;          /* 0, 1 or CRM_UNKNOWN */
};

struct crm_products;

struct crm_products *crm_products_open(struct crm_store *s, struct crm_operation *op);
void crm_products_close(struct crm_products *m);
/* 2 added, 1 changed, 0 equal, -1; what was not said stays as it was */
int crm_products_put(struct crm_products *m, const struct crm_product *p);
/* all in key order: 1/0/-1; texts live until the next call */
int crm_products_next(struct crm_products *m, struct crm_product *out);

#endif
