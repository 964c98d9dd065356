/* Retention: customers by the period of their first order, and how many of them came back when. */
#ifndef CRM_COHORT_H
#define CRM_COHORT_H

#include <crm/ledger.h>

enum crm_cohort_by { CRM_COHORT_MONTH, CRM_COHORT_QUARTER, CRM_COHORT_YEAR };

/* One cell of the table.  Every cohort has a cell for each period from its first to that of as_of, also
 * when nobody came; cohorts and periods ascend. */
struct crm_cohort {
	int32_t first_day;     /* of the cohort's period: its first calendar day */
	int32_t later;         /* periods since then: 0 is the cohort's own */
	int64_t customers;     /* in the cohort */
	int64_t active;        /* of them with an order in this period */
	int64_t amount;        /* net of the orders of the period, in 1/CRM_AMOUNT_SCALE */
};

/* purchases by customer, then day (crm_ledger_orders), none after as_of.  *out is the caller's
 * (free()); the number of cells. */
size_t crm_cohorts(const struct crm_ledger_order *p, size_t n, enum crm_cohort_by by, int32_t as_of,
		   struct crm_cohort **out);

/* "2026-04", "2026-Q2" or "2026" for a period that begins on this day */
void crm_cohort_label(int32_t first_day, enum crm_cohort_by by, char out[12]);

#endif
