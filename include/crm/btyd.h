/* What "buy till you die" models see of a customer: x repeat purchases, the last of them tx after the
 * first purchase, watched until T after it.  Same-day purchases are one.
 *
 * Likelihoods are sums over customers, and customers with the same (x, tx, T) are alike: they are
 * counted in groups, so that a fit costs groups, not customers.  Times are days here and weeks
 * (CRM_BTYD_WEEK days) in the models' parameters. */
#ifndef CRM_BTYD_H
#define CRM_BTYD_H

#include <stddef.h>
#include <stdint.h>

#include <crm/ledger.h>

enum { CRM_BTYD_WEEK = 7 };

struct crm_btyd {
	int32_t x;             /* repeat purchase days: < 2^20 */
	int32_t tx, T;         /* days; 0 <= tx <= T < 2^22; tx == 0 when x == 0 */
	uint32_t n;            /* customers */
};

/* from a sum with orders > 0 and days counted; first day <= as_of */
struct crm_btyd crm_btyd_of(const struct crm_sum *s, int32_t as_of);

/* rows in any order → groups by x, then T, then tx; *out is the caller's (free()); their number */
size_t crm_btyd_groups(const struct crm_btyd *rows, size_t n, struct crm_btyd **out);

/* Of models whose purchase rate is gamma(r, alpha): weeks from the last purchase until half of such customers,
 * while active, have bought again; the median of the Pareto II law with shape r + x and scale alpha + tx. */
double crm_btyd_median_gap(double r, double alpha, double x, double tx);

#endif
