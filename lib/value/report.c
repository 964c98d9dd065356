#include <crm/report.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <math.h>
#include <stdlib.h>

struct total {
	int64_t customers, orders, amount;
	double recency;
};

static void add(struct total *t, const struct crm_sum *s, int32_t as_of)
{
	t->customers++;
	t->orders += s->orders;
	t->amount += s->amount;
	t->recency += s->orders ? (double)crm_rfm_value(s, CRM_RFM_R, as_of) : 0;
}

void crm_report_segments(struct crm_grid *g, const struct crm_analysis *a, const unsigned char *keep,
			 const unsigned char *chosen)
{
	struct total *t = crm_calloc(a->segments->n, sizeof *t);

	crm_grid_init(g, "segment customers orders revenue");
	for (size_t i = 0; i < a->n; i++)
		if (keep[i])
			add(&t[crm_analysis_segment(a, i)], &a->sum[i], a->opts.as_of);
	for (size_t i = 0; i < a->segments->n; i++) {
		const struct crm_segment *s = &a->segments->segment[i];

		/* the last is of those who bought nothing */
		if (chosen ? !chosen[i] : i + 1 == a->segments->n && !t[i].customers)
			continue;
		crm_grid_text(g, a->opts.japanese ? s->name_ja : s->name);
		crm_grid_int(g, t[i].customers);
		crm_grid_int(g, t[i].orders);
		crm_grid_amount(g, t[i].amount);
	}
	free(t);
}

void crm_report_clusters(struct crm_grid *g, const struct crm_analysis *a, const unsigned char *keep)
{
	struct total t[CRM_KMEANS_MAX] = { { 0 } };

	crm_grid_init(g, "cluster customers orders revenue recency frequency monetary silhouette");
	for (size_t i = 0; i < a->n; i++)
		if (keep[i] && a->group[i] >= 0)
			add(&t[a->group[i]], &a->sum[i], a->opts.as_of);
	for (int k = 0; k < a->kmeans.k; k++) {
		double n = (double)t[k].customers;

		crm_grid_int(g, k + 1);
		crm_grid_int(g, t[k].customers);
		crm_grid_int(g, t[k].orders);
		crm_grid_amount(g, t[k].amount);
		crm_grid_real(g, t[k].recency / n, 1);
		crm_grid_real(g, (double)t[k].orders / n, 2);
		crm_grid_real(g, (double)t[k].amount / CRM_AMOUNT_SCALE / n, 2);
		crm_grid_real(g, a->kmeans.silhouette, 3);
	}
}

/* six significant digits, at least four decimals */
static void put_estimate(struct crm_grid *g, double v)
{
	int decimals = isfinite(v) && v > 0 && v < .01 ? 5 - (int)floor(log10(v)) : 4;

	crm_grid_real(g, v, decimals < 20 ? decimals : 20);
}

static void put_row(struct crm_grid *g, const char *model, const char *parameter, double v, double se)
{
	crm_grid_text(g, model);
	crm_grid_text(g, parameter);
	put_estimate(g, v);
	put_estimate(g, se);
}

static void put_count(struct crm_grid *g, const char *model, const char *what, int64_t n)
{
	crm_grid_text(g, model);
	crm_grid_text(g, what);
	crm_grid_int(g, n);
	crm_grid_text(g, "");
}

static void put_model(struct crm_grid *g, const char *model, const char *const *parameter, size_t n,
		      const struct crm_maximum *m, int fitted)
{
	if (!fitted)
		crm_finding("%s: too few customers, or too much alike, to fit it", model);
	else if (!m->converged)
		crm_finding("%s: no best fit; the likelihood grows as parameters run to 0 or infinity", model);
	for (size_t i = 0; i < n; i++)
		put_row(g, model, parameter[i], fitted ? m->p[i] : NAN, fitted ? m->se[i] : NAN);
	crm_grid_text(g, model);
	crm_grid_text(g, "log_likelihood");
	crm_grid_real(g, fitted ? m->loglik : NAN, 4);
	crm_grid_text(g, "");
}

void crm_report_fit(struct crm_grid *g, const struct crm_ledger *l, int32_t as_of)
{
	static const char *const bgnbd[] = { "r", "alpha", "a", "b" };
	static const char *const pareto[] = { "r", "alpha", "s", "beta" };
	static const char *const spend[] = { "p", "q", "v" };
	struct crm_value_model m;
	size_t n;
	const struct crm_sum *sums = crm_ledger_sums(l, &n);

	crm_value_fit(&m, sums, n, as_of, CRM_VALUE_MODELS);
	crm_grid_init(g, "model parameter estimate standard_error");
	put_model(g, "BG/NBD", bgnbd, 4, &m.orders[CRM_VALUE_BGNBD], m.has_orders[CRM_VALUE_BGNBD]);
	put_count(g, "BG/NBD", "customers", m.customers);
	put_model(g, "Pareto/NBD", pareto, 4, &m.orders[CRM_VALUE_PARETONBD], m.has_orders[CRM_VALUE_PARETONBD]);
	put_count(g, "Pareto/NBD", "customers", m.customers);
	put_model(g, "Gamma-Gamma", spend, 3, &m.spend, m.has_spend);
	put_count(g, "Gamma-Gamma", "customers", m.spenders);
}

void crm_report_cohorts(struct crm_grid *g, const struct crm_ledger *l, enum crm_cohort_by by, int32_t as_of)
{
	const struct crm_ledger_order *order;
	struct crm_cohort *c;
	char label[12];
	size_t n;

	order = crm_ledger_orders(l, &n);
	n = crm_cohorts(order, n, by, as_of, &c);
	crm_grid_init(g, "cohort customers later active retention revenue");
	for (size_t i = 0; i < n; i++) {
		crm_cohort_label(c[i].first_day, by, label);
		crm_grid_text(g, label);
		crm_grid_int(g, c[i].customers);
		crm_grid_int(g, c[i].later);
		crm_grid_int(g, c[i].active);
		crm_grid_real(g, (double)c[i].active / (double)c[i].customers, 4);
		crm_grid_amount(g, c[i].amount);
	}
	free(c);
}
