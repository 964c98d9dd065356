#include <crm/bgnbd.h>
#include <crm/mem.h>
#include <crm/special.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct model {
	const struct crm_btyd *group;
	size_t n;
	int32_t last_day;
	double *log_at, *inv_at;       /* ln(alpha + day/7) and its inverse, for every day */
};

static void release(struct model *m)
{
	free(m->log_at);
	free(m->inv_at);
}

static void init(struct model *m, const struct crm_btyd *group, size_t n)
{
	*m = (struct model){ .group = group, .n = n };
	for (size_t i = 0; i < n; i++)
		if (group[i].T > m->last_day)
			m->last_day = group[i].T;
	m->log_at = crm_calloc((size_t)m->last_day + 1, sizeof *m->log_at);
	m->inv_at = crm_calloc((size_t)m->last_day + 1, sizeof *m->inv_at);
}

static void tabulate(struct model *m, double alpha)
{
	for (int32_t day = 0; day <= m->last_day; day++) {
		double at = alpha + (double)day / CRM_BTYD_WEEK;

		m->log_at[day] = log(at);
		m->inv_at[day] = 1 / at;
	}
}

/* what all customers with x purchases share; d: its derivatives by p */
static double common(const double *p, int32_t x, double *d)
{
	double r = p[CRM_BGNBD_R], alpha = p[CRM_BGNBD_ALPHA], a = p[CRM_BGNBD_A], b = p[CRM_BGNBD_B];

	if (d) {
		d[CRM_BGNBD_R] = crm_digamma(r + x) - crm_digamma(r) + log(alpha);
		d[CRM_BGNBD_ALPHA] = r / alpha;
		d[CRM_BGNBD_A] = crm_digamma(a + b) - crm_digamma(a + b + x);
		d[CRM_BGNBD_B] = d[CRM_BGNBD_A] + crm_digamma(b + x) - crm_digamma(b);
	}
	return lgamma(r + x) - lgamma(r) + r * log(alpha) + lgamma(a + b) + lgamma(b + x) - lgamma(b) -
	       lgamma(a + b + x);
}

/* adds the groups first..end-1, which all have x purchases */
static double add_same_x(const struct model *m, const double *p, size_t first, size_t end, double *g)
{
	int32_t x = m->group[first].x;
	double k = p[CRM_BGNBD_R] + x, d[CRM_BGNBD_PARAMETERS] = { 0 }, sum = 0, count = 0;
	double last = x ? log(p[CRM_BGNBD_A]) - log(p[CRM_BGNBD_B] + x - 1) : -INFINITY;
	double shared = common(p, x, g ? d : NULL), gone = 0, logs = 0, inverses = 0;

	for (size_t i = first; i < end; i++) {
		const struct crm_btyd *c = &m->group[i];
		double stayed = -k * m->log_at[c->T], left = last - k * m->log_at[c->tx];
		double ratio = exp(left - stayed), w;

		count += c->n;
		sum += c->n * (isfinite(ratio) ? stayed + log(1 + ratio) : left);
		if (!g)
			continue;
		w = isfinite(ratio) ? ratio / (1 + ratio) : 1;         /* P(left | data) */
		gone += c->n * w;
		logs += c->n * ((1 - w) * m->log_at[c->T] + w * m->log_at[c->tx]);
		inverses += c->n * ((1 - w) * m->inv_at[c->T] + w * m->inv_at[c->tx]);
	}
	if (g) {
		g[CRM_BGNBD_R] += count * d[CRM_BGNBD_R] - logs;
		g[CRM_BGNBD_ALPHA] += count * d[CRM_BGNBD_ALPHA] - k * inverses;
		g[CRM_BGNBD_A] += count * d[CRM_BGNBD_A] + gone / p[CRM_BGNBD_A];
		g[CRM_BGNBD_B] += count * d[CRM_BGNBD_B] - (x ? gone / (p[CRM_BGNBD_B] + x - 1) : 0);
	}
	return sum + count * shared;
}

static double likelihood(const double *p, double *g, void *data)
{
	struct model *m = data;
	double sum = 0;

	tabulate(m, p[CRM_BGNBD_ALPHA]);
	if (g)
		memset(g, 0, CRM_BGNBD_PARAMETERS * sizeof *g);
	for (size_t i = 0, end; i < m->n; i = end) {
		for (end = i; end < m->n && m->group[end].x == m->group[i].x; end++)
			;
		sum += add_same_x(m, p, i, end, g);
	}
	for (int i = 0; g && i < CRM_BGNBD_PARAMETERS; i++)
		g[i] *= p[i];
	return sum;
}

double crm_bgnbd_loglik(const double *p, const struct crm_btyd *groups, size_t n)
{
	struct model m;
	double v;

	init(&m, groups, n);
	v = likelihood(p, NULL, &m);
	release(&m);
	return v;
}

int crm_bgnbd_fit(const struct crm_btyd *groups, size_t n, struct crm_maximum *max)
{
	struct model m;
	double weeks = 0, count = 0;
	int status;

	if (n == 0 || groups[n - 1].x == 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		weeks += (double)groups[i].n * groups[i].T / CRM_BTYD_WEEK;
		count += groups[i].n;
	}
	max->p[CRM_BGNBD_R] = max->p[CRM_BGNBD_A] = max->p[CRM_BGNBD_B] = 1;
	max->p[CRM_BGNBD_ALPHA] = fmax(weeks / count / 4, 1. / CRM_BTYD_WEEK);
	init(&m, groups, n);
	status = crm_maximise(likelihood, &m, CRM_BGNBD_PARAMETERS, max);
	release(&m);
	return status;
}

/* P(left) / P(active) given the data */
static double odds_left(const double *p, double x, double tx, double T)
{
	double alpha = p[CRM_BGNBD_ALPHA];

	if (!(x > 0))
		return 0;
	return p[CRM_BGNBD_A] / (p[CRM_BGNBD_B] + x - 1) *
	       exp((p[CRM_BGNBD_R] + x) * (log(alpha + T) - log(alpha + tx)));
}

double crm_bgnbd_alive(const double *p, double x, double tx, double T)
{
	return 1 / (1 + odds_left(p, x, tx, T));
}

/* c 2F1(a, b; c; z) for c > -1, also where c is 0: raised in c by DLMF 15.5.18 */
static double scaled_hyp2f1(double a, double b, double c, double z)
{
	if (c > .5)
		return c * crm_hyp2f1(a, b, c, z);
	return ((c - (2 * c + 1 - a - b) * z) * crm_hyp2f1(a, b, c + 1, z) +
		(c + 1 - a) * (c + 1 - b) / (c + 1) * z * crm_hyp2f1(a, b, c + 2, z)) / (1 - z);
}

/* c / (a - 1) (1 - (scale / (scale + t))^k 2F1(k, b; c; t / (scale + t))) with c = a + b - 1 */
static double purchases(double a, double k, double b, double scale, double t)
{
	static const double hole = 1e-6;
	double c = a + b - 1, z = t / (scale + t);

	if (fabs(a - 1) < hole)        /* 0/0 at a = 1, where the function is smooth */
		return (purchases(1 - 2 * hole, k, b, scale, t) + purchases(1 + 2 * hole, k, b, scale, t)) / 2;
	return (c - exp(k * (log(scale) - log(scale + t))) * scaled_hyp2f1(k, b, c, z)) / (a - 1);
}

double crm_bgnbd_expected(const double *p, double x, double tx, double T, double t)
{
	double a = p[CRM_BGNBD_A], b = p[CRM_BGNBD_B], k = p[CRM_BGNBD_R] + x;

	if (!(t > 0))
		return 0;
	return purchases(a, k, b + x, p[CRM_BGNBD_ALPHA] + T, t) * crm_bgnbd_alive(p, x, tx, T);
}

double crm_bgnbd_expected_new(const double *p, double t)
{
	return crm_bgnbd_expected(p, 0, 0, 0, t);
}
