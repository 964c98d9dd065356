/* Drawings of reports, counted by hand. */
#include <crm/chart.h>

#include "tap.h"

static void fill(struct crm_grid *g, const char *const *cell, size_t n)
{
	for (size_t i = 0; i < n; i++)
		crm_grid_text(g, cell[i]);
}

static void bars(void)
{
	static const char *const cell[] = { "Champions", "10", "5000", "離反客", "5", "0", "Lost", "0", "-9" };
	struct crm_buf out = CRM_BUF_INIT;
	struct crm_grid g;

	crm_grid_init(&g, "segment customers revenue");
	fill(&g, cell, sizeof cell / sizeof *cell);
	/* 9 of the label, 9 and 7 of the names, 6 between: 24 are left for two bars */
	ok(crm_chart_text(&g, 55, &out) == 0, "segments are drawn");
	is_str(out.s, "segment    customers               revenue\n"
	       "Champions         10 ████████████     5000 ████████████\n"
	       "離反客             5 ██████              0 \n"
	       "Lost               0                    -9 \n", "bars of customers and revenue, wide names in line");
	crm_buf_reset(&out);
	ok(crm_chart_gnuplot(&g, &out) == 0 && strstr(out.s, "\n0 10\n1 5\n2 0\n"), "and for gnuplot");
	crm_buf_release(&out);
	crm_grid_release(&g);
}

static void heat(void)
{
	static const char *const cell[] = { "2026-01", "10", "0", "1", "2026-01", "10", "1", "0.45", "2026-02", "3", "0", "1" };
	struct crm_buf out = CRM_BUF_INIT;
	struct crm_grid g;

	crm_grid_init(&g, "cohort customers later retention");
	fill(&g, cell, sizeof cell / sizeof *cell);
	ok(crm_chart_text(&g, 80, &out) == 0 && strstr(out.s, "\n2026-01        10 100█  45▒\n2026-02         3 100█\n"),
	   "cohorts are shaded");
	crm_buf_reset(&out);
	ok(crm_chart_gnuplot(&g, &out) == 0 && strstr(out.s, "\n1 0 45.00\ne\n"), "and for gnuplot");
	crm_buf_release(&out);
	crm_grid_release(&g);
}

static void none(void)
{
	struct crm_buf out = CRM_BUF_INIT;
	struct crm_grid g;

	crm_grid_init(&g, "model parameter");
	ok(crm_chart_text(&g, 80, &out) == -1 && out.n == 0, "parameters are not drawn");
	crm_grid_release(&g);
	crm_grid_init(&g, "segment customers");
	ok(crm_chart_text(&g, 80, &out) == 0 && crm_chart_gnuplot(&g, &out) == -1, "no rows");
	crm_grid_release(&g);
	crm_buf_release(&out);
}

int main(void)
{
	bars();
	heat();
	none();
	return done_testing();
}
