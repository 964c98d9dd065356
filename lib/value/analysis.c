#include <crm/analysis.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>

#include <stdlib.h>
#include <string.h>

const char *const crm_analysis_numbers[] = {
	"recency", "frequency", "monetary", "r", "f", "m", "p_alive", "expected_orders", "expected_spend",
	"average_order", "median_gap", "cluster", NULL
};

enum { DECIMALS_CHANCE = 5, DECIMALS_ORDERS = 4, DECIMALS_MONEY = 2, MOST_GROUPS = 8 };

#define AT(member) offsetof(struct crm_analysis_opts, member)

const struct crm_opt crm_analysis_options[] = {
	{ CRM_FLAG, 0, "ntile", AT(ntile), NULL, "scores by groups of equal size, ties split", NULL },
	{ CRM_TEXT, 0, "breaks", AT(breaks), "LIST", "fixed breaks: 'r=30,90,180,365 f=2,3,5,10'", NULL },
	{ CRM_CHOICE, 0, "lang", AT(japanese), "en|ja", "segment names in English (en) or Japanese", NULL },
	{ CRM_FLAG, 0, "value", AT(value), NULL, "append what to expect of each customer", NULL },
	{ CRM_CHOICE, 0, "model", AT(model), CRM_VALUE_NAMES, "the model of orders for --value", NULL },
	{ CRM_TEXT, 0, "horizon", AT(horizon), "TIME", "for --value: 52w (also 52), 365d, 12m, 1y (52w)", NULL },
	{ CRM_FLAG, 0, "habits", AT(habits), NULL, "append average_order and median_gap (days)", NULL },
	{ CRM_TEXT, 0, "cluster", AT(cluster), "K|auto", "append a group of customers that are alike", NULL },
	{ CRM_INT, 0, "seed", AT(seed), "N", "of the chance in --cluster (1)", NULL },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static int parse_clusters(const char *text, int *clusters)
{
	int64_t k = CRM_CLUSTER_AUTO;

	if (strcmp(text, "auto") != 0 && (crm_num_int(text, &k) != 0 || k < 1 || k > CRM_KMEANS_MAX)) {
		crm_error("--cluster: '%s' is not auto or 1 to %d", crm_quoted(text), CRM_KMEANS_MAX);
		return -1;
	}
	*clusters = (int)k;
	return 0;
}

int crm_analysis_check(struct crm_analysis_opts *o)
{
	struct crm_rfm_breaks fixed;

	if (o->ntile && o->breaks) {
		crm_error("--ntile and --breaks exclude one another");
		return -1;
	}
	if (!o->value && (o->model || o->horizon)) {
		crm_error("--model and --horizon belong to --value");
		return -1;
	}
	return (o->breaks && crm_rfm_parse_breaks(o->breaks, &fixed) != 0) ||
	       (o->cluster && parse_clusters(o->cluster, &o->clusters) != 0) ||
	       crm_value_horizon(o->horizon ? o->horizon : "52w", &o->days) != 0 ? -1 : 0;
}

static int score(struct crm_analysis *a)
{
	a->score = crm_calloc(a->n, sizeof *a->score);
	if (a->opts.ntile) {
		crm_rfm_ntiles(a->sum, a->n, a->opts.as_of, a->score);
		return 0;
	}
	crm_rfm_quantiles(a->sum, a->n, a->opts.as_of, &a->breaks);
	if (a->opts.breaks && crm_rfm_parse_breaks(a->opts.breaks, &a->breaks) != 0)
		return -1;
	for (size_t i = 0; i < a->n; i++)
		crm_rfm_score(&a->sum[i], a->opts.as_of, &a->breaks, &a->score[i]);
	return 0;
}

static void fit(struct crm_analysis *a)
{
	static const char *const name[] = { "BG/NBD", "Pareto/NBD" };
	struct crm_value_model *m = &a->model;
	int by = a->opts.model;

	crm_value_fit(m, a->sum, a->n, a->opts.as_of, (enum crm_value_by)by);
	if (m->customers == 0)
		return;
	if (!m->has_orders[by])
		crm_finding("nobody has bought on two days: nothing can be expected of anyone");
	else if (!m->orders[by].converged)
		crm_finding("%s has no best fit: its parameters run to an edge, whose expectations these are", name[by]);
	if (m->has_orders[by] && !m->has_spend)
		crm_finding("too few customers differ in what they spend: no spend can be expected");
}

/* the best k by silhouette, or the one asked for */
static void group_points(struct crm_analysis *a, const struct crm_point *p, size_t n, int *group)
{
	struct crm_kmeans best = { .silhouette = -1 };
	int k = a->opts.clusters;

	if (k != CRM_CLUSTER_AUTO) {
		crm_kmeans(p, n, k, (uint64_t)a->opts.seed, &a->kmeans, group);
		return;
	}
	for (k = 2; k <= MOST_GROUPS; k++) {
		crm_kmeans(p, n, k, (uint64_t)a->opts.seed, &a->kmeans, group);
		if (a->kmeans.silhouette > best.silhouette)
			best = a->kmeans;
	}
	k = best.silhouette < CRM_KMEANS_CLEAR ? 1 : best.k;
	crm_kmeans(p, n, k, (uint64_t)a->opts.seed, &a->kmeans, group);
	a->kmeans.silhouette = best.silhouette;
}

static void cluster(struct crm_analysis *a)
{
	struct crm_point *p = crm_calloc(a->n, sizeof *p);
	uint32_t *which = crm_calloc(a->n, sizeof *which);
	int *group = crm_calloc(a->n, sizeof *group);
	size_t n = crm_kmeans_points(a->sum, a->n, a->opts.as_of, p, which);

	group_points(a, p, n, group);
	a->group = crm_calloc(a->n, sizeof *a->group);
	for (size_t i = 0; i < a->n; i++)
		a->group[i] = -1;
	for (size_t i = 0; i < n; i++)
		a->group[which[i]] = group[i];
	free(group);
	free(which);
	free(p);
	crm_note("%d groups, silhouette %.3f", a->kmeans.k, a->kmeans.silhouette);
	if (a->kmeans.silhouette < CRM_KMEANS_CLEAR)
		crm_warn("no clear groups (silhouette %.3f, clear from %.2f)", a->kmeans.silhouette, CRM_KMEANS_CLEAR);
}

int crm_analysis_run(struct crm_analysis *a, const struct crm_analysis_opts *o,
		     const struct crm_segments *segments, const struct crm_ledger *l)
{
	const struct crm_ledger_order *order;
	size_t orders;

	memset(a, 0, sizeof *a);
	a->opts = *o;
	a->segments = segments;
	a->sum = crm_ledger_sums(l, &a->n);
	order = crm_ledger_orders(l, &orders);
	if (score(a) != 0)
		return -1;
	if (o->value)
		fit(a);
	if (o->habits) {
		a->habit = crm_calloc(a->n, sizeof *a->habit);
		crm_habits(order, orders, a->habit, a->n);
	}
	if (o->clusters)
		cluster(a);
	return 0;
}

void crm_analysis_release(struct crm_analysis *a)
{
	free(a->score);
	free(a->habit);
	free(a->group);
	memset(a, 0, sizeof *a);
}

size_t crm_analysis_columns(const struct crm_analysis_opts *o, const char *name[CRM_ANALYSIS_COLUMNS])
{
	static const char *const rfm[] = { "recency", "frequency", "monetary", "r", "f", "m", "score", "segment" };
	static const char *const value[] = { "p_alive", "expected_orders", "expected_spend", "next_order_due",
					     "overdue" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof rfm / sizeof *rfm; i++)
		name[n++] = rfm[i];
	for (size_t i = 0; o->value && i < sizeof value / sizeof *value; i++)
		name[n++] = value[i];
	if (o->habits) {
		name[n++] = "average_order";
		name[n++] = "median_gap";
	}
	if (o->clusters)
		name[n++] = "cluster";
	return n;
}

size_t crm_analysis_segment(const struct crm_analysis *a, size_t i)
{
	return crm_segment_of(a->segments, &a->score[i]);
}

/* where the next cell's text goes; finish it with took() */
static char *room(struct crm_analysis_row *r)
{
	return r->text[r->n];
}

static void took(struct crm_analysis_row *r, size_t n)
{
	r->cell[r->n] = (struct crm_cell){ r->text[r->n], n };
	r->n++;
}

static void put_text(struct crm_analysis_row *r, const char *s)
{
	r->cell[r->n++] = (struct crm_cell){ s, strlen(s) };
}

static void put_real(struct crm_analysis_row *r, double v, int decimals)
{
	took(r, crm_cells_real(v, decimals, room(r)));
}

static void put_scores(const struct crm_analysis *a, size_t i, struct crm_analysis_row *r)
{
	const struct crm_sum *s = &a->sum[i];
	const struct crm_segment *g = &a->segments->segment[crm_analysis_segment(a, i)];
	char all[CRM_RFM_AXES + 1] = "";

	if (s->orders)
		took(r, crm_cells_int(crm_rfm_value(s, CRM_RFM_R, a->opts.as_of), room(r)));
	else
		put_text(r, "");
	took(r, crm_cells_int(s->orders, room(r)));
	took(r, crm_cells_amount(s->amount, room(r)));
	for (int axis = 0; axis < CRM_RFM_AXES; axis++) {
		char *out = room(r);

		out[0] = s->orders ? (char)('0' + a->score[i].of[axis]) : 0;
		out[1] = 0;
		all[axis] = out[0];
		took(r, strlen(out));
	}
	memcpy(room(r), all, sizeof all);
	took(r, strlen(all));
	put_text(r, a->opts.japanese ? g->name_ja : g->name);
}

static void put_value(const struct crm_analysis *a, size_t i, struct crm_analysis_row *r)
{
	struct crm_value v;

	if (!a->sum[i].orders || crm_value_of(&a->model, &a->sum[i], a->opts.days, &v) != 0) {
		for (int k = 0; k < 5; k++)
			put_text(r, "");
		return;
	}
	put_real(r, v.alive, DECIMALS_CHANCE);
	put_real(r, v.orders, DECIMALS_ORDERS);
	put_real(r, v.spend, DECIMALS_MONEY);
	crm_value_due(&v, room(r));
	took(r, strlen(room(r)));
	put_text(r, v.overdue ? "yes" : "no");
}

void crm_analysis_cells(const struct crm_analysis *a, int64_t i, struct crm_analysis_row *out)
{
	const char *name[CRM_ANALYSIS_COLUMNS];
	size_t columns = crm_analysis_columns(&a->opts, name);

	out->n = 0;
	if (i < 0 || (size_t)i >= a->n) {
		while (out->n < columns)
			put_text(out, "");
		return;
	}
	put_scores(a, (size_t)i, out);
	if (a->opts.value)
		put_value(a, (size_t)i, out);
	if (a->habit) {
		put_real(out, a->habit[i].basket, DECIMALS_MONEY);
		put_real(out, a->habit[i].gap, 1);
	}
	if (a->group && a->group[i] >= 0)
		took(out, crm_cells_int(a->group[i] + 1, room(out)));
	else if (a->group)
		put_text(out, "");
}
