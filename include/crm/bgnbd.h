/* The BG/NBD model of repeat purchases.
 *
 * While active a customer buys at a Poisson rate that is gamma(r, alpha) distributed; after each
 * purchase he leaves with a probability that is beta(a, b) distributed.
 * Fader, Hardie, Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005): likelihood
 * (6), E[X(t)] (9), E[Y(t)|x,tx,T] (10); P(active) from their note of 2008.
 * Times here are weeks. */
#ifndef CRM_BGNBD_H
#define CRM_BGNBD_H

#include <crm/btyd.h>
#include <crm/maximise.h>

enum { CRM_BGNBD_R, CRM_BGNBD_ALPHA, CRM_BGNBD_A, CRM_BGNBD_B, CRM_BGNBD_PARAMETERS };

/* fits groups (see crm_btyd_groups) by maximum likelihood: m->p in the order above.
 * 0; -1: no customer, or no repeat purchase (not reported). */
int crm_bgnbd_fit(const struct crm_btyd *groups, size_t n, struct crm_maximum *m);
double crm_bgnbd_loglik(const double *p, const struct crm_btyd *groups, size_t n);

/* that the customer is still active at T */
double crm_bgnbd_alive(const double *p, double x, double tx, double T);
/* purchases expected in (T, T + t] from this customer, and in (0, t] from a new one */
double crm_bgnbd_expected(const double *p, double x, double tx, double T, double t);
double crm_bgnbd_expected_new(const double *p, double t);

#endif
