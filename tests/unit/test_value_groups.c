/* Cohorts and habits counted by hand; k-means on groups made to be apart. */
#include <crm/cohort.h>
#include <crm/date.h>
#include <crm/habit.h>
#include <crm/kmeans.h>
#include <crm/mem.h>

#include <stdlib.h>

#include "tap.h"

enum { YEN = CRM_AMOUNT_SCALE };

static int32_t day(int y, int m, int d)
{
	return (int32_t)crm_date_from_civil(y, m, d);
}

static void cohorts(void)
{
	struct crm_ledger_order p[] = {
		{ 100 * YEN, day(2025, 11, 3), 0 }, { 50 * YEN, day(2025, 11, 30), 0 }, { 10 * YEN, day(2026, 1, 1), 0 },
		{ 200 * YEN, day(2026, 1, 5), 1 },
		{ 300 * YEN, day(2025, 11, 8), 4 }, { 1 * YEN, day(2025, 12, 31), 4 }, { 2 * YEN, day(2026, 1, 31), 4 },
	};
	struct crm_cohort *c;
	char label[12];
	size_t n = crm_cohorts(p, sizeof p / sizeof *p, CRM_COHORT_MONTH, day(2026, 2, 10), &c);

	is_int((long long)n, 4 + 2, "November has four months, January two, December nobody");
	ok(c[0].customers == 2 && c[0].active == 2 && c[0].amount == 450 * YEN, "November itself");
	ok(c[1].later == 1 && c[1].active == 1 && c[1].amount == 1 * YEN, "a month later");
	ok(c[2].active == 2 && c[2].amount == 12 * YEN, "two months later, over the new year");
	ok(c[3].active == 0 && c[3].customers == 2, "nobody came, the cell is there");
	ok(c[4].customers == 1 && c[4].later == 0 && c[5].later == 1, "January");
	crm_cohort_label(c[4].first_day, CRM_COHORT_MONTH, label);
	is_str(label, "2026-01", "a month's label");
	free(c);
	n = crm_cohorts(p, sizeof p / sizeof *p, CRM_COHORT_QUARTER, day(2026, 2, 10), &c);
	is_int((long long)n, 3, "quarters");
	crm_cohort_label(c[0].first_day, CRM_COHORT_QUARTER, label);
	is_str(label, "2025-Q4", "a quarter's label");
	ok(c[1].active == 2, "both of Q4 came in Q1");
	free(c);
	is_int((long long)crm_cohorts(NULL, 0, CRM_COHORT_YEAR, day(2026, 2, 10), &c), 0, "no purchases, no cohorts");
	free(c);
}

static void habits(void)
{
	struct crm_ledger_order p[] = {
		{ 100 * YEN, 10, 1 }, { 50 * YEN, 10, 1 }, { 30 * YEN, 17, 1 }, { 20 * YEN, 47, 1 }, { 5 * YEN, 50, 1 },
		{ 7 * YEN, 3, 2 },
	};
	struct crm_habit h[4];

	crm_habits(p, sizeof p / sizeof *p, h, 4);
	near(h[1].basket, 41, 1e-12, "mean of five orders");
	near(h[1].gap, 7, 0, "median of 7, 30 and 3; the same day is no gap");
	ok(isnan(h[2].gap) && h[2].basket == 7, "one order has no gap");
	ok(isnan(h[0].basket) && isnan(h[3].basket), "no order, no basket");
}

static void clear_groups(void)
{
	enum { N = 300 };
	struct crm_sum s[N + 1];
	struct crm_point p[N + 1], q[N + 1];
	uint32_t which[N + 1];
	int group[N + 1], again[N + 1], good = 1;
	struct crm_kmeans m, m2;

	memset(s, 0, sizeof s);
	for (int i = 0; i < N; i++) {          /* often and lately; often and long ago; once */
		s[i].orders = i % 3 == 2 ? 1 : 20 + i % 5;
		s[i].last_day = i % 3 == 0 ? 990 - i % 7 : 400 + i % 11;
		s[i].amount = (i % 3 == 2 ? 1000 : 90000 - i % 3 * 50000 + i % 13) * (int64_t)YEN;
	}
	is_int((long long)crm_kmeans_points(s, N + 1, 1000, p, which), N, "a customer without orders is no point");
	crm_kmeans(p, N, 3, 1, &m, group);
	for (int i = 0; i < N; i++)
		good &= group[i] == i % 3;
	ok(good, "three groups, the most worth first");
	ok(m.silhouette > .9, "and clear ones");
	crm_kmeans(p, N, 3, 2, &m2, again);
	ok(!memcmp(group, again, N * sizeof *group), "another seed, the same groups");
	memcpy(q, p, sizeof q);
	crm_kmeans(q, N, 20, 1, &m2, again);
	ok(m2.k <= 20 && m2.k > 3, "many groups");
	crm_kmeans(p, 0, 3, 1, &m, group);
	is_int(m.k, 0, "no points");
}

static void no_clear_groups(void)
{
	enum { N = 1000 };
	struct crm_point *p = crm_calloc(N, sizeof *p);
	int *group = crm_calloc(N, sizeof *group);
	struct crm_kmeans m;

	crm_kmeans(p, N, 4, 1, &m, group);
	ok(m.k == 1 && m.silhouette == 0, "all equal: one group");
	for (int i = 0; i < N; i++)            /* a full grid */
		p[i] = (struct crm_point){ { i % 10, i / 10 % 10, i / 100 } };
	crm_kmeans(p, N, 7, 1, &m, group);
	ok(m.silhouette < .35, "a grid has no clear groups");
	free(p);
	free(group);
}

int main(void)
{
	cohorts();
	habits();
	clear_groups();
	no_clear_groups();
	return done_testing();
}
