/* Customer models against published numbers.  CDNOW's file is free for research and teaching but not
 * ours to pass on: CRM_CDNOW=FILE (cdnow_sample.txt) also checks the fits.  Published by Fader, Hardie
 * and Lee (2005), Fader and Hardie (2005, 2013), and the documentation of R's BTYD. */
#include <crm/bgnbd.h>
#include <crm/date.h>
#include <crm/gammagamma.h>
#include <crm/mem.h>
#include <crm/paretonbd.h>
#include <crm/special.h>

#include <stdlib.h>

#include "tap.h"

static void add(struct crm_ledger *l, uint32_t customer, int32_t day, uint64_t order, int64_t amount)
{
	crm_ledger_add(l, &(struct crm_ledger_row){ customer, day, order, amount }, 1);
}

static const double bgnbd[] = { .2426, 4.4136, .7929, 2.4259 };
static const double pareto[] = { .553, 10.578, .606, 11.669 };

static void special(void)
{
	static const double euler = .57721566490153286;
	double harmonic = 0;

	near(crm_hyp2f1(1, 1, 2, .5), 2 * log(2), 1e-14, "2F1(1,1;2;z) = -ln(1-z)/z");
	near(crm_hyp2f1(3, 1.7, 1.7, .9), 1000, 1e-10, "2F1(a,b;b;z) = (1-z)^-a");
	near(crm_hyp2f1(.5, 1, 1.5, .81), atanh(.9) / .9, 1e-13, "2F1(1/2,1;3/2;z^2) = artanh(z)/z");
	near(crm_hyp2f1(.3, .4, 1.1, 0), 1, 0, "2F1 at 0");
	ok(isnan(crm_hyp2f1(1, 1, 2, 1)), "2F1 at 1 is out of range");
	near(crm_hyp2f1_unit(1, 2, .999), -log(.001) / .999, 1e-12, "the continued fraction near 1");
	near(crm_hyp2f1_unit(.5, 1.5, .81), atanh(.9) / .9, 1e-14, "the continued fraction");
	near(crm_hyp2f1_unit(.5, 1.5, -4), atan(2) / 2, 1e-14, "below 0: arctan(z)/z");
	near(crm_digamma(1), -euler, 1e-14, "psi(1)");
	near(crm_digamma(.5), -euler - 2 * log(2), 1e-13, "psi(1/2)");
	for (int i = 1; i < 30; i++)
		harmonic += 1. / i;
	near(crm_digamma(30), harmonic - euler, 1e-13, "psi(30) = H(29) - gamma");
}

/* -(ln p0 - 1)^2 - 2 (ln p1 + 3)^2 - (ln p0 - 1)(ln p1 + 3) */
static double bowl(const double *p, double *g, void *model)
{
	double a = log(p[0]) - 1, b = log(p[1]) + 3;

	(void)model;
	if (g) {
		g[0] = -2 * a - b;
		g[1] = -4 * b - a;
	}
	return -a * a - 2 * b * b - a * b;
}

static double slope(const double *p, double *g, void *model)
{
	(void)model;
	if (g)
		g[0] = log(p[0]) > 0 ? 1 : 2;
	return log(p[0]);
}

static void maximise(void)
{
	struct crm_maximum m = { .p = { 1, 1 } };
	double g[2];

	is_int(crm_maximise(bowl, NULL, 2, &m), 0, "a bowl");
	ok(m.converged, "has an inner maximum");
	near(m.p[0], exp(1), 1e-9, "first parameter");
	near(m.p[1], exp(-3), 1e-9, "second parameter");
	/* information [2 1; 1 4]: variances of the logs 4/7 and 2/7 */
	near(m.se[0], exp(1) * sqrt(4. / 7), 1e-6, "its standard error");
	near(m.se[1], exp(-3) * sqrt(2. / 7), 1e-6, "and the other's");
	crm_numeric_gradient(bowl, NULL, 2, (const double[]){ exp(2), exp(-3) }, g);
	near(g[0], -2, 1e-8, "gradient by differences");
	m = (struct crm_maximum){ .p = { 1 } };
	is_int(crm_maximise(slope, NULL, 1, &m), 0, "a slope");
	ok(!m.converged && isnan(m.se[0]), "has none");
}

static void published_customers(void)
{
	const double tx = 216. / 7, x2 = 213. / 7, T2 = 272. / 7;

	near(crm_bgnbd_expected_new(bgnbd, 52), 1.4440, 1e-4, "BG/NBD: E[X(52)]");
	near(crm_bgnbd_expected(bgnbd, 26, tx, 31, 52), 25.757, 1e-3, "BG/NBD: x 26, 52 weeks");
	near(crm_bgnbd_alive(bgnbd, 26, tx, 31), .96885, 1e-5, "BG/NBD: P(alive)");
	near(crm_bgnbd_expected(bgnbd, 2, x2, T2, 39), 1.226, 1e-3, "BG/NBD: x 2, 39 weeks");
	near(crm_bgnbd_alive(bgnbd, 0, 0, 20), 1, 0, "BG/NBD: who bought once is never gone");
	near(crm_paretonbd_expected_new(pareto, 52), 1.473, 1e-3, "Pareto/NBD: E[X(52)]");
	near(crm_paretonbd_expected(pareto, 26, tx, 31, 52), 25.456, 1.5e-3, "Pareto/NBD: x 26, 52 weeks");
	near(crm_paretonbd_alive(pareto, 26, tx, 31), .9979, 5e-5, "Pareto/NBD: P(alive)");
}

static void limits(void)
{
	double p[] = { 1.2, 3, 1, .8 }, below[] = { 1.2, 3, 1 - 1e-4, .8 }, above[] = { 1.2, 3, 1 + 1e-4, .8 };
	double q[] = { 1.2, 3, .3, .7 }, near_q[] = { 1.2, 3, .3, .7 + 1e-7 };

	near(crm_bgnbd_expected(p, 3, 10, 12, 8),
	     (crm_bgnbd_expected(below, 3, 10, 12, 8) + crm_bgnbd_expected(above, 3, 10, 12, 8)) / 2, 1e-6,
	     "BG/NBD: smooth at a = 1");
	near(crm_bgnbd_expected_new(q, 20), crm_bgnbd_expected_new(near_q, 20), 1e-6, "BG/NBD: smooth at a + b = 1");
	near(crm_bgnbd_expected_new(q, 1e-6), 1e-6 * 1.2 / 3, 1e-11, "BG/NBD: at first r / alpha a week, also there");
	near(crm_btyd_median_gap(1.2, 3, 0, 0), 3 * (pow(2, 1 / 1.2) - 1), 1e-12, "median gap: (1 + g/alpha)^-r = 1/2");
	ok(crm_bgnbd_alive(p, 500, 1, 1000) < 1e-100, "BG/NBD: silent for long: gone, no overflow");
	ok(crm_paretonbd_alive(pareto, 500, 1, 1000) < 1e-100, "Pareto/NBD: likewise");
	near(crm_paretonbd_alive(pareto, 4, 9, 9), 1, 1e-14, "Pareto/NBD: alive at the last purchase");
}

/* P(alive) by Simpson's rule over the rate of leaving and the rate of buying */
static double simpson_alive(const double *p, int x, double tx, double T)
{
	enum { N = 600 };
	double alive = 0, gone = 0;

	for (int i = 0; i <= N; i++)
		for (int j = 0; j <= N; j++) {
			double l = exp(-8 + 12. * i / N), mu = exp(-12 + 16. * j / N), sum = l + mu;
			double w = (i % N ? 2 + 2 * (i & 1) : 1) * (j % N ? 2 + 2 * (j & 1) : 1);
			/* densities by the logarithms: l^r mu^s */
			double prior = pow(l, p[0] + x) * exp(-p[1] * l) * pow(mu, p[2]) * exp(-p[3] * mu);

			alive += w * prior * exp(-sum * T);
			gone += w * prior * mu / sum * (exp(-sum * tx) - exp(-sum * T));
		}
	return alive / (alive + gone);
}

static void by_integration(void)
{
	static const double narrow[] = { 1.5, 2, 2.5, 40 }, wide[] = { 1.5, 40, 2.5, 2 };

	near(crm_paretonbd_alive(narrow, 3, 4, 10), simpson_alive(narrow, 3, 4, 10), 1e-6,
	     "Pareto/NBD: P(alive) by integration, alpha < beta");
	near(crm_paretonbd_alive(wide, 3, 4, 10), simpson_alive(wide, 3, 4, 10), 1e-6,
	     "Pareto/NBD: P(alive) by integration, alpha > beta");
}

/* a likelihood of many groups is the sum of theirs: tables and recurrences against single values */
static void sums_of_groups(void)
{
	static const double p[][4] = { { .5, 10, .6, 12 }, { .5, .2, .6, 50 }, { 1.5, 80, .6, .3 }, { 3, 1, .02, 4 } };
	struct crm_btyd rows[60], *groups;
	size_t n = sizeof rows / sizeof *rows, k;
	double one;

	for (size_t i = 0; i < n; i++) {
		int x = (int)(i % 7 * i % 7) + (i == 50 ? 200 : 0), T = 210 + (int)(i * 37 % 200);

		rows[i] = (struct crm_btyd){ x, x ? T - (int)(i * 53 % 200) : 0, T, 1 };
	}
	rows[3] = rows[8];
	k = crm_btyd_groups(rows, n, &groups);
	is_int((long long)k, 59, "equal customers are one group");
	for (int i = 0; i < 4; i++) {
		double bg = 0, pareto_nbd = 0;

		for (size_t j = 0; j < n; j++) {
			bg += crm_bgnbd_loglik(p[i], &rows[j], 1);
			pareto_nbd += crm_paretonbd_loglik(p[i], &rows[j], 1);
		}
		one = crm_bgnbd_loglik(p[i], groups, k);
		near(one, bg, 1e-10 * fabs(bg), "BG/NBD: sum of groups");
		one = crm_paretonbd_loglik(p[i], groups, k);
		near(one, pareto_nbd, 1e-10 * fabs(pareto_nbd), "Pareto/NBD: sum of groups");
	}
	free(groups);
}

static void nothing_to_fit(void)
{
	struct crm_maximum m;
	struct crm_btyd once = { 0, 0, 70, 5 };
	struct crm_spend alike[] = { { 1, 10 }, { 2, 20 }, { 1, 10 } };

	is_int(crm_bgnbd_fit(&once, 1, &m), -1, "BG/NBD: nobody came back");
	is_int(crm_paretonbd_fit(&once, 0, &m), -1, "Pareto/NBD: nobody");
	is_int(crm_gammagamma_fit(alike, 3, &m), -1, "Gamma-Gamma: all alike");
	near(crm_gammagamma_expected((const double[]){ 6.25, 3.74, 15.44 }, 0, 0), 6.25 * 15.44 / 2.74, 1e-12,
	     "Gamma-Gamma: the mean of all");
	near(crm_gammagamma_expected((const double[]){ 6.25, 3.74, 15.44 }, 2, 60), 6.25 * 75.44 / 15.24, 1e-12,
	     "Gamma-Gamma: between his mean and that of all");
}

static void fitted(const struct crm_sum *s, size_t n, int32_t as_of)
{
	struct crm_btyd *rows = crm_calloc(n, sizeof *rows), *groups;
	struct crm_spend *spend = crm_calloc(n, sizeof *spend);
	struct crm_maximum m;
	size_t k, spenders = 0;

	for (size_t i = 0; i < n; i++) {
		double total = (double)(s[i].amount - s[i].first_amount) / CRM_AMOUNT_SCALE;

		rows[i] = crm_btyd_of(&s[i], as_of);
		if (rows[i].x && total > 0)
			spend[spenders++] = (struct crm_spend){ rows[i].x, total };
	}
	k = crm_btyd_groups(rows, n, &groups);
	is_int((long long)spenders, 946, "CDNOW: repeaters");
	ok(crm_bgnbd_fit(groups, k, &m) == 0 && m.converged, "CDNOW: BG/NBD fits");
	near(m.loglik, -9582.429, 5e-4, "CDNOW: BG/NBD log-likelihood");
	for (int i = 0; i < CRM_BGNBD_PARAMETERS; i++)
		near(m.p[i], bgnbd[i], 5e-5, "CDNOW: BG/NBD parameter");
	ok(crm_paretonbd_fit(groups, k, &m) == 0 && m.converged, "CDNOW: Pareto/NBD fits");
	near(m.loglik, -9594.976, 5e-4, "CDNOW: Pareto/NBD log-likelihood");
	for (int i = 0; i < CRM_PNBD_PARAMETERS; i++)
		near(m.p[i], pareto[i], 5e-4, "CDNOW: Pareto/NBD parameter");
	ok(crm_gammagamma_fit(spend, spenders, &m) == 0 && m.converged, "CDNOW: Gamma-Gamma fits");
	near(m.loglik, -4055.918, 5e-4, "CDNOW: Gamma-Gamma log-likelihood");
	for (int i = 0; i < CRM_GG_PARAMETERS; i++)
		near(m.p[i], (const double[]){ 6.25, 3.74, 15.44 }[i], 5e-3, "CDNOW: Gamma-Gamma parameter");
	free(groups);
	free(spend);
	free(rows);
}

static void cdnow(const char *name)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_ROWS, CRM_LEDGER_ORDERS);
	int32_t end = (int32_t)crm_date_from_civil(1997, 9, 30);
	const struct crm_sum *s;
	FILE *f = fopen(name, "r");
	char line[200];
	size_t n;

	ok(f != NULL, "CDNOW: the file opens");
	while (f && fgets(line, sizeof line, f)) {
		int id, date;
		double amount;

		if (sscanf(line, "%*d %d %d %*d %lf", &id, &date, &amount) == 3) {
			int32_t day = (int32_t)crm_date_from_civil(date / 10000, date / 100 % 100, date % 100);

			if (day <= end)
				add(l, (uint32_t)id - 1, day, 0, llround(amount * CRM_AMOUNT_SCALE));
		}
	}
	if (f)
		fclose(f);
	is_int(crm_ledger_finish(l), 0, "CDNOW: sums");
	s = crm_ledger_sums(l, &n);
	is_int((long long)n, 2357, "CDNOW: customers");
	fitted(s, n, end);
	crm_ledger_free(l);
}

int main(void)
{
	special();
	maximise();
	published_customers();
	limits();
	by_integration();
	sums_of_groups();
	nothing_to_fit();
	if (getenv("CRM_CDNOW"))
		cdnow(getenv("CRM_CDNOW"));
	return done_testing();
}
