#include <crm/habit.h>
#include <crm/array.h>

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static double median(int32_t *v, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(v, n, sizeof *v, by_size);
	return (v[(n - 1) / 2] + (double)v[n / 2]) / 2;
}

void crm_habits(const struct crm_ledger_order *p, size_t n, struct crm_habit *out, size_t customers)
{
	int32_t *gap = NULL;
	size_t cap = 0;

	for (size_t i = 0; i < customers; i++)
		out[i] = (struct crm_habit){ NAN, NAN };
	for (size_t i = 0, end; i < n; i = end) {
		size_t gaps = 0;
		double sum = 0;

		for (end = i; end < n && p[end].customer == p[i].customer; end++) {
			sum += (double)p[end].amount / CRM_AMOUNT_SCALE;
			if (end > i && p[end].day != p[end - 1].day) {
				CRM_GROW(gap, gaps, cap);
				gap[gaps++] = p[end].day - p[end - 1].day;
			}
		}
		if (p[i].customer < customers)
			out[p[i].customer] = (struct crm_habit){ sum / (double)(end - i), median(gap, gaps) };
	}
	free(gap);
}
