#include <crm/gammagamma.h>
#include <crm/mem.h>
#include <crm/radix.h>
#include <crm/special.h>

#include <math.h>
#include <stdlib.h>

/* ln L = ln G(px+q) - ln G(px) - ln G(q) + q ln v + (px-1) ln z + px ln x - (px+q) ln(v + S), with z
 * the mean and S = xz the total: (px-1) ln z + px ln x = px ln S - ln z */
struct model {
	const struct crm_spend *row;   /* by x */
	size_t n;
	double x_log_total;            /* sum of x ln S */
	double log_mean;               /* sum of ln z */
};

static double gamma_terms(const double *p, int32_t x, double count, double *g)
{
	double px = p[CRM_GG_P] * x, q = p[CRM_GG_Q];

	if (g) {
		double psi = crm_digamma(px + q);

		g[CRM_GG_P] += count * x * (psi - crm_digamma(px));
		g[CRM_GG_Q] += count * (psi - crm_digamma(q));
	}
	return count * (lgamma(px + q) - lgamma(px) - lgamma(q));
}

static double likelihood(const double *p, double *g, void *data)
{
	const struct model *m = data;
	double q = p[CRM_GG_Q], v = p[CRM_GG_V], n = (double)m->n;
	double logs = 0, x_logs = 0, inverse = 0, sum;

	for (size_t i = 0; i < m->n; i++) {
		double at = v + m->row[i].total, l = log(at);

		logs += l;
		x_logs += m->row[i].x * l;
		if (g)
			inverse += (p[CRM_GG_P] * m->row[i].x + q) / at;
	}
	sum = n * q * log(v) + p[CRM_GG_P] * m->x_log_total - m->log_mean - p[CRM_GG_P] * x_logs - q * logs;
	if (g) {
		g[CRM_GG_P] = m->x_log_total - x_logs;
		g[CRM_GG_Q] = n * log(v) - logs;
		g[CRM_GG_V] = n * q / v - inverse;
	}
	for (size_t i = 0, end; i < m->n; i = end) {
		for (end = i; end < m->n && m->row[end].x == m->row[i].x; end++)
			;
		sum += gamma_terms(p, m->row[i].x, (double)(end - i), g);
	}
	for (int i = 0; g && i < CRM_GG_PARAMETERS; i++)
		g[i] *= p[i];
	return sum;
}

/* rows by x, then total, so that sums do not depend on the order of rows; the caller frees m->row */
static void init(struct model *m, const struct crm_spend *rows, size_t n)
{
	struct crm_keyed *a = crm_calloc(n, sizeof *a);
	struct crm_spend *sorted = crm_calloc(n, sizeof *sorted);

	for (size_t i = 0; i < n; i++) {
		/* positive doubles sort as their bits do */
		union { double d; uint64_t u; } total = { rows[i].total };

		a[i] = (struct crm_keyed){ total.u, (uint32_t)i };
	}
	crm_radix_sort(a, n);
	for (size_t i = 0; i < n; i++)
		a[i].key = (uint64_t)rows[a[i].id].x;
	crm_radix_sort(a, n);
	*m = (struct model){ .row = sorted, .n = n };
	for (size_t i = 0; i < n; i++) {
		sorted[i] = rows[a[i].id];
		m->x_log_total += sorted[i].x * log(sorted[i].total);
		m->log_mean += log(sorted[i].total / sorted[i].x);
	}
	free(a);
}

double crm_gammagamma_loglik(const double *p, const struct crm_spend *rows, size_t n)
{
	struct model m;
	double v;

	init(&m, rows, n);
	v = likelihood(p, NULL, &m);
	free((void *)m.row);
	return v;
}

int crm_gammagamma_fit(const struct crm_spend *rows, size_t n, struct crm_maximum *max)
{
	struct model m;
	double sum = 0, least = INFINITY, most = 0;
	int status;

	for (size_t i = 0; i < n; i++) {
		double z = rows[i].total / rows[i].x;

		sum += z;
		least = fmin(least, z);
		most = fmax(most, z);
	}
	if (n < 3 || !(most > least))
		return -1;
	/* p q of about 4 and the mean p v / (q - 1) as seen */
	max->p[CRM_GG_P] = 2;
	max->p[CRM_GG_Q] = 3;
	max->p[CRM_GG_V] = sum / (double)n;
	init(&m, rows, n);
	status = crm_maximise(likelihood, &m, CRM_GG_PARAMETERS, max);
	free((void *)m.row);
	return status;
}

double crm_gammagamma_expected(const double *p, double x, double total)
{
	double shape = p[CRM_GG_P] * x + p[CRM_GG_Q];

	return shape > 1 ? p[CRM_GG_P] * (p[CRM_GG_V] + total) / (shape - 1) : INFINITY;
}
