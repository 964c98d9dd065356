/* Habits of single customers: the size of their orders and the days between them. */
#ifndef CRM_HABIT_H
#define CRM_HABIT_H

#include <crm/ledger.h>

struct crm_habit {
	double basket;         /* mean amount of an order, in the currency; NAN without orders */
	double gap;            /* median days between purchase days; NAN with fewer than two */
};

/* purchases by customer, then day (crm_ledger_orders); out[customer] for customers 0..customers-1 */
void crm_habits(const struct crm_ledger_order *p, size_t n, struct crm_habit *out, size_t customers);

#endif
