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

/* the first file is open already, so that the caller knows what it holds */
struct crm_sales_files {
	struct crm_reader *in;
	int column[CRM_SALESROW_ROLES];        /* of crm_salesrow_columns */
	char **more;           /* names of the others */
	size_t n;
	const struct crm_reader_opts *opts;
	const char *columns;   /* --columns, or NULL */
};

struct crm_sales {
	struct crm_ledger *ledger;     /* finished */
	struct crm_map *ids;
	uint32_t *id;                  /* of customer i of the ledger: its id in ids */
};

/* All of them as one stream: orders with or without a column order_id, but all alike.  0 or -1 (reported;
 * also when rows were rejected and nothing may be written); release in both cases.  Rows of cancelled orders
 * and, said on stderr, those later than as_of do not count. */
int crm_sales_read(struct crm_sales *s, const struct crm_sales_files *f, const struct crm_sales_read_opts *o);
void crm_sales_release(struct crm_sales *s);

#endif
