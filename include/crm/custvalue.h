/* What a customer will be worth: BG/NBD or Pareto/NBD for orders, Gamma-Gamma for spend an order. */
#ifndef CRM_CUSTVALUE_H
#define CRM_CUSTVALUE_H

#include <crm/date.h>
#include <crm/ledger.h>
#include <crm/maximise.h>

enum crm_value_by { CRM_VALUE_BGNBD, CRM_VALUE_PARETONBD, CRM_VALUE_MODELS };
#define CRM_VALUE_NAMES "bgnbd|paretonbd"      /* as choices of an option */

struct crm_value_model {
	enum crm_value_by by;          /* whose expectations crm_value_of gives */
	struct crm_maximum orders[CRM_VALUE_MODELS];
	struct crm_maximum spend;      /* Gamma-Gamma */
	int has_orders[CRM_VALUE_MODELS], has_spend;   /* 0: nothing to fit to, or not asked for */
	int64_t customers, repeaters, spenders;        /* with an order; with two days; with spend in repeats */
	int32_t as_of;
};

struct crm_value {
	double alive;          /* P(active at as_of) */
	double orders;         /* expected purchase days within the horizon */
	double spend;          /* expected spend within the horizon; NAN without a model of spend */
	int32_t due;           /* day by which half of such customers, while active, are back */
	int overdue;           /* due < as_of */
};

/* sums with days and first_amount (see crm/ledger.h), all of orders up to as_of; by: that model of orders,
 * CRM_VALUE_MODELS: both.  Models that do not fit are marked, not reported. */
void crm_value_fit(struct crm_value_model *m, const struct crm_sum *sums, size_t n, int32_t as_of,
		   enum crm_value_by by);

/* of a customer with orders > 0; horizon in days.  0; -1: no model of orders (nobody came back) */
int crm_value_of(const struct crm_value_model *m, const struct crm_sum *s, double horizon,
		 struct crm_value *out);

/* v->due as YYYY-MM-DD, or "" when it is after the year 9999 */
void crm_value_due(const struct crm_value *v, char out[CRM_DATE_LEN]);

/* "52" or "52w" weeks, "365d" days, "12m" months, "1y" years → days; 0 or -1 (reported) */
int crm_value_horizon(const char *text, double *days);

#endif
