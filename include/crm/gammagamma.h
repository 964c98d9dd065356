/* The Gamma-Gamma model of spend an order.
 *
 * Orders of a customer are gamma(p, nu) distributed, nu is gamma(q, v) distributed among customers.
 * Fader & Hardie, "The Gamma-Gamma Model of Monetary Value" (2013): likelihood (1a), E[Z|z,x] (5). */
#ifndef CRM_GAMMAGAMMA_H
#define CRM_GAMMAGAMMA_H

#include <stddef.h>
#include <stdint.h>

#include <crm/maximise.h>

enum { CRM_GG_P, CRM_GG_Q, CRM_GG_V, CRM_GG_PARAMETERS };

struct crm_spend {
	int32_t x;             /* repeat purchases, > 0 */
	double total;          /* what was spent in them, > 0 */
};

/* 0; -1: fewer than 3 customers, or all alike (not reported) */
int crm_gammagamma_fit(const struct crm_spend *rows, size_t n, struct crm_maximum *m);
double crm_gammagamma_loglik(const double *p, const struct crm_spend *rows, size_t n);

/* expected spend an order of a customer who spent total in x repeat purchases (x = 0: of anyone);
 * INFINITY when the model has no mean (p x + q <= 1) */
double crm_gammagamma_expected(const double *p, double x, double total);

#endif
