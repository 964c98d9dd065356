/* The Pareto/NBD model of repeat purchases.
 *
 * While active a customer buys at a Poisson rate that is gamma(r, alpha) distributed; he leaves at a
 * rate that is gamma(s, beta) distributed.  Schmittlein, Morrison, Colombo, "Counting Your
 * Customers", Management Science 33 (1987); the likelihood as in Fader & Hardie, "A Note on Deriving
 * the Pareto/NBD Model" (2005).  Times here are weeks. */
#ifndef CRM_PARETONBD_H
#define CRM_PARETONBD_H

#include <crm/btyd.h>
#include <crm/maximise.h>

enum { CRM_PNBD_R, CRM_PNBD_ALPHA, CRM_PNBD_S, CRM_PNBD_BETA, CRM_PNBD_PARAMETERS };

/* as crm_bgnbd_fit */
int crm_paretonbd_fit(const struct crm_btyd *groups, size_t n, struct crm_maximum *m);
double crm_paretonbd_loglik(const double *p, const struct crm_btyd *groups, size_t n);

double crm_paretonbd_alive(const double *p, double x, double tx, double T);
double crm_paretonbd_expected(const double *p, double x, double tx, double T, double t);
double crm_paretonbd_expected_new(const double *p, double t);

#endif
