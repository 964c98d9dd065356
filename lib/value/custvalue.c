#include <crm/custvalue.h>
#include <crm/bgnbd.h>
#include <crm/diag.h>
#include <crm/gammagamma.h>
#include <crm/mem.h>
#include <crm/num.h>
#include <crm/paretonbd.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* spend in the repeat purchases */
static double repeat_spend(const struct crm_sum *s)
{
	return ((double)s->amount - (double)s->first_amount) / CRM_AMOUNT_SCALE;
}

static void fit_orders(struct crm_value_model *m, const struct crm_btyd *rows)
{
	static int (*const fit[CRM_VALUE_MODELS])(const struct crm_btyd *, size_t, struct crm_maximum *) = {
		[CRM_VALUE_BGNBD] = crm_bgnbd_fit, [CRM_VALUE_PARETONBD] = crm_paretonbd_fit,
	};
	struct crm_btyd *groups;
	size_t n = crm_btyd_groups(rows, (size_t)m->customers, &groups);

	for (int i = 0; i < CRM_VALUE_MODELS; i++)
		if (m->by == CRM_VALUE_MODELS || (int)m->by == i)
			m->has_orders[i] = fit[i](groups, n, &m->orders[i]) == 0;
	free(groups);
}

void crm_value_fit(struct crm_value_model *m, const struct crm_sum *sums, size_t n, int32_t as_of,
		   enum crm_value_by by)
{
	struct crm_btyd *rows = crm_calloc(n, sizeof *rows);
	struct crm_spend *spend = crm_calloc(n, sizeof *spend);

	memset(m, 0, sizeof *m);
	m->as_of = as_of;
	m->by = by;
	for (size_t i = 0; i < n; i++) {
		struct crm_btyd row;

		if (!sums[i].orders)
			continue;
		row = rows[m->customers++] = crm_btyd_of(&sums[i], as_of);
		if (row.x)
			m->repeaters++;
		if (row.x && repeat_spend(&sums[i]) > 0)
			spend[m->spenders++] = (struct crm_spend){ row.x, repeat_spend(&sums[i]) };
	}
	fit_orders(m, rows);
	m->has_spend = crm_gammagamma_fit(spend, (size_t)m->spenders, &m->spend) == 0;
	free(rows);
	free(spend);
}

int crm_value_of(const struct crm_value_model *m, const struct crm_sum *s, double horizon,
		 struct crm_value *out)
{
	struct crm_btyd row = crm_btyd_of(s, m->as_of);
	double tx = (double)row.tx / CRM_BTYD_WEEK, T = (double)row.T / CRM_BTYD_WEEK, gap;
	double total = repeat_spend(s), weeks = horizon / CRM_BTYD_WEEK;
	const double *p = m->orders[m->by].p;

	if (!m->has_orders[m->by])
		return -1;
	if (m->by == CRM_VALUE_PARETONBD) {
		out->alive = crm_paretonbd_alive(p, row.x, tx, T);
		out->orders = crm_paretonbd_expected(p, row.x, tx, T, weeks);
		gap = crm_btyd_median_gap(p[CRM_PNBD_R], p[CRM_PNBD_ALPHA], row.x, tx);
	} else {
		out->alive = crm_bgnbd_alive(p, row.x, tx, T);
		out->orders = crm_bgnbd_expected(p, row.x, tx, T, weeks);
		gap = crm_btyd_median_gap(p[CRM_BGNBD_R], p[CRM_BGNBD_ALPHA], row.x, tx);
	}
	out->spend = NAN;
	if (m->has_spend)              /* refunds may have eaten the repeats: then he is like anyone */
		out->spend = out->orders * crm_gammagamma_expected(m->spend.p, total > 0 ? row.x : 0, fmax(total, 0));
	if (!isfinite(out->spend))
		out->spend = NAN;
	out->due = s->last_day + (int32_t)fmin(ceil(gap * CRM_BTYD_WEEK), 1e6);  /* beyond 2,700 years it is all one */
	out->overdue = out->due < m->as_of;
	return 0;
}

void crm_value_due(const struct crm_value *v, char out[CRM_DATE_LEN])
{
	if (v->due <= crm_date_from_civil(9999, 12, 31))
		crm_date_print(v->due, out);
	else
		*out = 0;
}

int crm_value_horizon(const char *text, double *days)
{
	static const char units[] = "wdmy";
	static const double in_days[] = { CRM_BTYD_WEEK, 1, 365.25 / 12, 365.25 };
	size_t n = strspn(text, "0123456789.");
	const char *unit = text[n] ? strchr(units, text[n]) : units;
	char *number = crm_strndup(text, n);
	int bad = crm_num_real(number, days) != 0 || !unit || (text[n] && text[n + 1]) || !(*days > 0);

	free(number);
	if (bad) {
		crm_error("--horizon: '%s' is not a time like 52w, 365d, 12m or 1y", crm_quoted(text));
		return -1;
	}
	*days *= in_days[unit - units];
	return 0;
}
