/* A stream of orders or order lines → a ledger; its customers are numbered in the order of their ids. */
#ifndef CRM_SALES_READ_H
#define CRM_SALES_READ_H

#include <crm/ledger.h>
#include <crm/map.h>
#include <crm/reader.h>
#include <crm/reject.h>
#include <crm/salesrow.h>

struct crm_sales_read_opts {
	struct crm_reject_opts reject;
	int32_t as_of;         /* later rows are left out */
	int future;            /* 1: a later row is a fault of the data and rejected */
	int daily;             /* 1: rows of a customer and day are one order (CRM_LEDGER_DAILY) */
	int orders;            /* 1: keep the single orders (CRM_LEDGER_ORDERS) */
};

struct crm_sales {
	struct crm_ledger *ledger;     /* finished */
	struct crm_map *ids;
	uint32_t *id;                  /* of customer i of the ledger: its id in ids */
};

/* The whole stream.  0 or -1 (reported; also when rows were rejected and nothing may be written);
 * release in both cases.  column: of crm_salesrow_columns. */
int crm_sales_read(struct crm_sales *s, struct crm_reader *in, const int column[CRM_SALESROW_ROLES],
		   const struct crm_sales_read_opts *o);
void crm_sales_release(struct crm_sales *s);

#endif
