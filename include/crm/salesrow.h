/* One row of a list of orders or order lines → (day, order, amount).  Columns by --columns, by their
 * own names or by known headers. */
#ifndef CRM_SALESROW_H
#define CRM_SALESROW_H

#include <stdint.h>

#include <crm/record.h>

enum crm_salesrow_role {
	CRM_SALESROW_CUSTOMER, CRM_SALESROW_DATE, CRM_SALESROW_AMOUNT, CRM_SALESROW_ORDER, CRM_SALESROW_STATUS,
	CRM_SALESROW_ROLES
};

struct crm_salesrow {
	int32_t day;
	int64_t amount;        /* 1/CRM_AMOUNT_SCALE of the currency; below 0: a refund */
	uint64_t order;        /* hash of the order id; 0 without such a column */
	int cancelled;         /* its order does not count */
};

/* file: for messages; columns: "customer_id=…,date=…,amount=…,order_id=…,status=…" or NULL; column[role] is -1 where none plays it.
 * 1: rows of sales; 0: a stream of customers alone (customer_id, but no column named or known as
 * date or amount); -1: a column that is needed is missing (reported) */
int crm_salesrow_columns(const char *file, const struct crm_fields *header, const char *columns,
			 int column[CRM_SALESROW_ROLES]);

/* NULL when all is well, else why not ("is empty", "is not a date" …) and the role of the cell */
const char *crm_salesrow_take(const struct crm_record *rec, const int column[CRM_SALESROW_ROLES],
			      struct crm_salesrow *out, int *role);

#endif
