/* Maximum likelihood over a few positive parameters.
 *
 * BFGS (Nocedal & Wright, Numerical Optimization, 2006, ch. 6) on the logarithms of the parameters,
 * so that they stay positive, with a backtracking line search; then Newton steps with a Hessian by
 * central differences of the gradient, from which the standard errors come (observed information). */
#ifndef CRM_MAXIMISE_H
#define CRM_MAXIMISE_H

#include <stddef.h>

enum { CRM_MAXIMISE_MAX = 4 };         /* parameters at most */

/* The log-likelihood at p (n positive numbers); gradient[i] = p[i] * d/dp[i], i.e. by ln p[i].
 * gradient may be NULL.  A p where it cannot be computed: not a finite number. */
typedef double crm_likelihood(const double *p, double *gradient, void *model);

struct crm_maximum {
	double p[CRM_MAXIMISE_MAX];    /* in: where to start; out: the maximum */
	double se[CRM_MAXIMISE_MAX];   /* standard errors of p; NAN unless converged */
	double loglik;
	int converged;                 /* 0: no inner maximum was found (p runs to 0 or infinity) */
};

/* 0, or -1: not even the start can be computed (not reported) */
int crm_maximise(crm_likelihood *f, void *model, size_t n, struct crm_maximum *m);

/* gradient of f by central differences, for a likelihood that has no formula for its own */
void crm_numeric_gradient(crm_likelihood *f, void *model, size_t n, const double *p, double *gradient);

#endif
