/* Rows of purchases → events: columns found, values read. */
#ifndef CRM_PURCHASE_H
#define CRM_PURCHASE_H

#include <crm/events.h>
#include <crm/record.h>

enum {
	CRM_PURCHASE_CUSTOMER, CRM_PURCHASE_PRODUCT, CRM_PURCHASE_DATE, CRM_PURCHASE_ORDER, CRM_PURCHASE_QUANTITY,
	CRM_PURCHASE_CATEGORY, CRM_PURCHASE_STATUS, CRM_PURCHASE_ROLES
};

/* later than any purchase: what a test file says was bought (see crm_events_hold_from) */
#define CRM_PURCHASE_TEST (INT64_MAX / 4)

struct crm_purchase_opts {
	int column[CRM_PURCHASE_ROLES];        /* -1: there is none */
	int64_t as_of;         /* days; later purchases are left out */
	int future;            /* 1: a purchase after as_of is a fault of the data */
	int test;              /* 1: every row is bought at CRM_PURCHASE_TEST */
};

/* file: for messages; columns: "role=column,…" or NULL.  0, or -1 (reported).  Only customer_id must be there. */
int crm_purchase_columns(const char *file, const struct crm_fields *header, const char *columns,
			 int column[CRM_PURCHASE_ROLES]);
enum { CRM_PURCHASE_LATER = 2 };

/* 1 added; 0 left out: a cancelled order, or a quantity of 0 or less (a return); CRM_PURCHASE_LATER: left
 * out, later than as_of; -1: *why, *role.
 * Dates: ISO 8601 with or without a time, others as people write them, or seconds since 1970 (9 to 11
 * digits), thousandths (13) or millionths (16) of them. */
int crm_purchase_take(struct crm_events *e, const struct crm_record *rec, const struct crm_purchase_opts *o,
		      const char **why, int *role);

#endif
