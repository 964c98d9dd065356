#include <crm/cohort.h>
#include <crm/date.h>
#include <crm/mem.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const int months[] = { [CRM_COHORT_MONTH] = 1, [CRM_COHORT_QUARTER] = 3, [CRM_COHORT_YEAR] = 12 };

/* periods since the year 0 */
static int32_t period_of(int32_t day, enum crm_cohort_by by)
{
	int y, m, d;

	crm_date_to_civil(day, &y, &m, &d);
	return (int32_t)((y * 12 + m - 1) / months[by]);
}

static int32_t first_day_of(int32_t period, enum crm_cohort_by by)
{
	int32_t month = period * months[by];

	return (int32_t)crm_date_from_civil(month / 12, month % 12 + 1, 1);
}

/* the purchases of one customer into the row of his cohort */
static void add_customer(struct crm_cohort *row, const struct crm_ledger_order *p, size_t n,
			 enum crm_cohort_by by)
{
	int32_t first = period_of(p[0].day, by), last = -1;

	row[0].customers++;
	for (size_t i = 0; i < n; i++) {
		int32_t later = period_of(p[i].day, by) - first;

		row[later].active += later != last;
		row[later].amount += p[i].amount;
		last = later;
	}
}

static size_t customer_end(const struct crm_ledger_order *p, size_t n, size_t i)
{
	size_t end = i;

	while (end < n && p[end].customer == p[i].customer)
		end++;
	return end;
}

/* rows for the cohorts that have customers; start[period] is where a row begins; the number of cells */
static size_t lay_out(struct crm_cohort **out, size_t *start, size_t periods, int32_t first,
		      enum crm_cohort_by by)
{
	size_t cells = 0;

	for (size_t k = 0; k < periods; k++)
		if (start[k]) {
			start[k] = cells;
			cells += periods - k;
		} else {
			start[k] = SIZE_MAX;
		}
	*out = crm_calloc(cells, sizeof **out);
	for (size_t k = 0; k < periods; k++)
		for (size_t i = 0; start[k] != SIZE_MAX && i < periods - k; i++) {
			struct crm_cohort *c = *out + start[k] + i;

			c->first_day = first_day_of(first + (int32_t)k, by);
			c->later = (int32_t)i;
		}
	return cells;
}

size_t crm_cohorts(const struct crm_ledger_order *p, size_t n, enum crm_cohort_by by, int32_t as_of,
		   struct crm_cohort **out)
{
	int32_t first = period_of(as_of, by);
	size_t periods, cells, *start;

	for (size_t i = 0; i < n; i = customer_end(p, n, i))
		if (period_of(p[i].day, by) < first)
			first = period_of(p[i].day, by);
	periods = (size_t)(period_of(as_of, by) - first) + 1;
	start = crm_calloc(periods, sizeof *start);
	for (size_t i = 0; i < n; i = customer_end(p, n, i))
		start[period_of(p[i].day, by) - first] = 1;
	cells = lay_out(out, start, periods, first, by);
	for (size_t i = 0, end; i < n; i = end) {
		end = customer_end(p, n, i);
		add_customer(*out + start[period_of(p[i].day, by) - first], p + i, end - i, by);
	}
	for (size_t i = 1; i < cells; i++)
		if ((*out)[i].later)
			(*out)[i].customers = (*out)[i - 1].customers;
	free(start);
	return cells;
}

void crm_cohort_label(int32_t first_day, enum crm_cohort_by by, char out[12])
{
	int y, m, d;

	crm_date_to_civil(first_day, &y, &m, &d);
	if (by == CRM_COHORT_MONTH)
		snprintf(out, 12, "%04d-%02d", y % 10000, m % 100);
	else if (by == CRM_COHORT_QUARTER)
		snprintf(out, 12, "%04d-Q%d", y % 10000, (m + 2) / 3 % 10);
	else
		snprintf(out, 12, "%04d", y % 10000);
}
