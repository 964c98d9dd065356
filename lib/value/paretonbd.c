#include <crm/paretonbd.h>
#include <crm/mem.h>
#include <crm/special.h>

#include <math.h>
#include <stdlib.h>

/* With A(t) = (alpha + t)^-(r+x) (beta + t)^-s the likelihood is G(r+x)/G(r) alpha^r beta^s times
 *	A(T) (1 - q(T)) + A(tx) q(tx),
 * where q(t) = s/(r+s+x) F(x), F(x) = 2F1(1, r+x; r+s+x+1; z), z = (alpha - beta)/(alpha + t), is the
 * chance that the customer, who bought for the last time at t, left before his next purchase.  This is
 * Fader & Hardie's A0 by Euler's transformation. */
struct point {
	double r, s, z;        /* of one t */
};

static struct point point_at(const double *p, double t)
{
	double alpha = p[CRM_PNBD_ALPHA];

	return (struct point){ p[CRM_PNBD_R], p[CRM_PNBD_S], (alpha - p[CRM_PNBD_BETA]) / (alpha + t) };
}

static double series_at(const struct point *at, double x)
{
	return crm_hyp2f1_unit(at->r + x, at->r + at->s + x + 1, at->z);
}

static double chance_left(const double *p, double x, double t)
{
	struct point at = point_at(p, t);

	return at.s / (at.r + at.s + x) * series_at(&at, x);
}

/* F(to) from f = F(from) by F(x) = 1 + (r+x)/(r+s+x+1) z F(x+1), from its series.  Errors shrink on
 * the way down where z >= -1, and on the way up where z < -1. */
static double step(const struct point *at, int32_t from, int32_t to, double f)
{
	for (int32_t x = from; x > to; x--)
		f = 1 + (at->r + x - 1) / (at->r + at->s + x) * at->z * f;
	for (int32_t x = from; x < to; x++)
		f = (f - 1) * (at->r + at->s + x + 1) / ((at->r + x) * at->z);
	return f;
}

struct model {
	const struct crm_btyd *group;
	size_t n;
	size_t days;           /* 0 .. days - 1 */
	double *log_alpha;     /* ln(alpha + day/7) */
	double *log_beta;
	int32_t *x;            /* the values of x that occur, ascending */
	size_t xs;
	double *left;          /* q at [index of x][day] */
};

static void release(struct model *m)
{
	free(m->log_alpha);
	free(m->log_beta);
	free(m->left);
	free(m->x);
}

static void init(struct model *m, const struct crm_btyd *group, size_t n)
{
	*m = (struct model){ .group = group, .n = n, .days = 1 };
	m->x = crm_calloc((size_t)group[n - 1].x + 1, sizeof *m->x);
	for (size_t i = 0; i < n; i++) {
		if ((size_t)group[i].T >= m->days)
			m->days = (size_t)group[i].T + 1;
		if (i == 0 || group[i].x != group[i - 1].x)
			m->x[m->xs++] = group[i].x;
	}
	m->log_alpha = crm_calloc(m->days, sizeof *m->log_alpha);
	m->log_beta = crm_calloc(m->days, sizeof *m->log_beta);
	m->left = crm_calloc(m->xs * m->days, sizeof *m->left);
}

static double weeks(size_t day)
{
	return (double)day / CRM_BTYD_WEEK;
}

/* q of one day for every x, each from its neighbour unless that is far */
static void tabulate_day(struct model *m, const struct point *at, size_t day)
{
	enum { FAR = 64 };
	int up = at->z < -1;
	int32_t x = 0;
	double f = 0;

	for (size_t k = 0; k < m->xs; k++) {
		size_t i = up ? k : m->xs - 1 - k;

		f = k == 0 || abs(x - m->x[i]) > FAR ? series_at(at, m->x[i]) : step(at, x, m->x[i], f);
		x = m->x[i];
		m->left[i * m->days + day] = at->s / (at->r + at->s + x) * f;
	}
}

static void tabulate(struct model *m, const double *p)
{
	for (size_t day = 0; day < m->days; day++) {
		struct point at = point_at(p, weeks(day));

		m->log_alpha[day] = log(p[CRM_PNBD_ALPHA] + weeks(day));
		m->log_beta[day] = log(p[CRM_PNBD_BETA] + weeks(day));
		tabulate_day(m, &at, day);
	}
}

/* adds the groups first..end-1, which all have the same x, with q by day in left */
static double add_same_x(const struct model *m, const double *p, size_t first, size_t end, const double *left)
{
	double r = p[CRM_PNBD_R], s = p[CRM_PNBD_S], k = r + m->group[first].x, sum = 0, count = 0;

	for (size_t i = first; i < end; i++) {
		const struct crm_btyd *c = &m->group[i];
		double at_end = -k * m->log_alpha[c->T] - s * m->log_beta[c->T];
		double at_last = -k * m->log_alpha[c->tx] - s * m->log_beta[c->tx];
		double ratio = exp(at_last - at_end) * left[c->tx];

		count += c->n;
		sum += c->n * (isfinite(ratio) ? at_end + log(1 + ratio - left[c->T]) : at_last + log(left[c->tx]));
	}
	return sum + count * (lgamma(k) - lgamma(r) + r * log(p[CRM_PNBD_ALPHA]) + s * log(p[CRM_PNBD_BETA]));
}

static double likelihood(const double *p, double *g, void *data)
{
	struct model *m = data;
	const double *left = m->left;
	double sum = 0;

	if (g)
		crm_numeric_gradient(likelihood, m, CRM_PNBD_PARAMETERS, p, g);
	tabulate(m, p);
	for (size_t i = 0, end; i < m->n; i = end, left += m->days) {
		for (end = i; end < m->n && m->group[end].x == m->group[i].x; end++)
			;
		sum += add_same_x(m, p, i, end, left);
	}
	return sum;
}

double crm_paretonbd_loglik(const double *p, const struct crm_btyd *groups, size_t n)
{
	struct model m;
	double v;

	init(&m, groups, n);
	v = likelihood(p, NULL, &m);
	release(&m);
	return v;
}

int crm_paretonbd_fit(const struct crm_btyd *groups, size_t n, struct crm_maximum *max)
{
	struct model m;
	double sum = 0, count = 0;
	int status;

	if (n == 0 || groups[n - 1].x == 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		sum += (double)groups[i].n * groups[i].T / CRM_BTYD_WEEK;
		count += groups[i].n;
	}
	max->p[CRM_PNBD_R] = max->p[CRM_PNBD_S] = 1;
	max->p[CRM_PNBD_ALPHA] = max->p[CRM_PNBD_BETA] = fmax(sum / count / 3, 1. / CRM_BTYD_WEEK);
	init(&m, groups, n);
	status = crm_maximise(likelihood, &m, CRM_PNBD_PARAMETERS, max);
	release(&m);
	return status;
}

double crm_paretonbd_alive(const double *p, double x, double tx, double T)
{
	double alpha = p[CRM_PNBD_ALPHA], beta = p[CRM_PNBD_BETA];
	double ratio = exp((p[CRM_PNBD_R] + x) * (log(alpha + T) - log(alpha + tx)) +
			   p[CRM_PNBD_S] * (log(beta + T) - log(beta + tx)));

	return 1 / (1 + ratio * chance_left(p, x, tx) - chance_left(p, x, T));
}

/* purchases in t weeks of one who is active, with rate gamma(k, a) and leaving gamma(s, b) */
static double purchases(double k, double a, double s, double b, double t)
{
	double l = log1p(t / b);

	/* (1 - (b / (b + t))^(s-1)) / (s - 1), whose limit at s = 1 is ln((b + t) / b) */
	return k * b / a * (fabs(s - 1) < 1e-12 ? l : -expm1((1 - s) * l) / (s - 1));
}

double crm_paretonbd_expected(const double *p, double x, double tx, double T, double t)
{
	return purchases(p[CRM_PNBD_R] + x, p[CRM_PNBD_ALPHA] + T, p[CRM_PNBD_S], p[CRM_PNBD_BETA] + T, t) *
	       crm_paretonbd_alive(p, x, tx, T);
}

double crm_paretonbd_expected_new(const double *p, double t)
{
	return purchases(p[CRM_PNBD_R], p[CRM_PNBD_ALPHA], p[CRM_PNBD_S], p[CRM_PNBD_BETA], t);
}
