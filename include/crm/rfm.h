/* RFM: recency, frequency and monetary value of customers as scores 1 (worst) to 5 (best).
 *
 * Recency is days since the last order: fewer is better, so its score is reversed. */
#ifndef CRM_RFM_H
#define CRM_RFM_H

#include <crm/ledger.h>

enum { CRM_RFM_GROUPS = 5, CRM_RFM_BREAKS = CRM_RFM_GROUPS - 1 };

enum crm_rfm_axis { CRM_RFM_R, CRM_RFM_F, CRM_RFM_M, CRM_RFM_AXES };

/* A value v belongs to group i (from 0) when at[i-1] <= v < at[i].  Units: days, orders, currency.
 * at[] ascends (equal breaks leave a group empty). */
struct crm_rfm_breaks {
	double at[CRM_RFM_AXES][CRM_RFM_BREAKS];
};

struct crm_rfm_score {
	unsigned char of[CRM_RFM_AXES];        /* 1..5; 0: this customer has no order */
};

/* the customer's value on an axis as an integer: days, orders, 1/CRM_AMOUNT_SCALE of the currency */
int64_t crm_rfm_value(const struct crm_sum *s, enum crm_rfm_axis axis, int32_t as_of);

/* Breaks by quantile: at[i] = the (i+1)/5 quantile of the customers with orders, as R's type 7
 * (Hyndman & Fan 1996), + 1.  Equal values always get equal scores.  No customer: all 0. */
void crm_rfm_quantiles(const struct crm_sum *sums, size_t n, int32_t as_of, struct crm_rfm_breaks *b);

/* "r=115,181,297.4,482 f=4,5,6,8 m=…" (any of the three, in any order) into b; axes not named stay.
 * 0; -1: not four ascending numbers an axis (reported). */
int crm_rfm_parse_breaks(const char *text, struct crm_rfm_breaks *b);

void crm_rfm_score(const struct crm_sum *s, int32_t as_of, const struct crm_rfm_breaks *b,
		   struct crm_rfm_score *out);

/* Groups of equal size instead (SQL's NTILE(5)): customers ranked by value, ties as they stand in
 * sums[] (in the order of their ids), cut into five; the first groups hold one more when n does not
 * divide.  Recency is ranked from the longest ago. */
void crm_rfm_ntiles(const struct crm_sum *sums, size_t n, int32_t as_of, struct crm_rfm_score *out);

#endif
