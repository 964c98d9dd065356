/* Rows of order lists and product lists: columns found, values read.  Pure. */
#ifndef CRM_SALE_H
#define CRM_SALE_H

#include <stdint.h>

#include <crm/buf.h>
#include <crm/record.h>

enum {
	CRM_SALE_ORDER, CRM_SALE_SOURCE, CRM_SALE_CUSTOMER, CRM_SALE_DATE, CRM_SALE_PRODUCT, CRM_SALE_QUANTITY,
	CRM_SALE_PRICE, CRM_SALE_AMOUNT, CRM_SALE_STATUS, CRM_SALE_ROLES
};

enum {
	CRM_GOODS_KEY, CRM_GOODS_NAME, CRM_GOODS_CATEGORY, CRM_GOODS_PRICE, CRM_GOODS_STOCK, CRM_GOODS_DISCONTINUED,
	CRM_GOODS_ROLES
};

/* file: for messages; columns: "role=column,…" or NULL.  Missing columns that are needed are reported: -1.
 * A price and an amount may stand for each other; a missing quantity is 1. */
int crm_sale_columns(const char *file, const struct crm_fields *header, const char *columns, int has_source,
		     int column[CRM_SALE_ROLES]);
int crm_goods_columns(const char *file, const struct crm_fields *header, const char *columns, int column[CRM_GOODS_ROLES]);

struct crm_sale {
	int64_t day;
	int second;                /* -1: not said */
	int64_t quantity, unit_price, amount;      /* unit_price INT64_MIN: not said */
	int cancelled;
};

/* A role that failed and why ("is empty", "is not a date" …), or NULL when all is well. */
const char *crm_sale_take(const struct crm_record *rec, const int column[CRM_SALE_ROLES], struct crm_sale *out, int *role);

/* why a cell cannot be the number of something (it is empty, or 9.01E+10), or NULL */
const char *crm_sale_key_fault(const char *key);

/* what an order list says of an order: 1 it does not count */
int crm_sale_cancelled(const char *status);

/* yen from a cell: INT64_MIN when empty; 0 or -1 */
int crm_sale_amount(const char *cell, int64_t *out);

#endif
