#include <crm/btyd.h>
#include <crm/mem.h>
#include <crm/radix.h>

#include <math.h>
#include <stdlib.h>

enum { DAY_BITS = 22 };

struct crm_btyd crm_btyd_of(const struct crm_sum *s, int32_t as_of)
{
	return (struct crm_btyd){ s->days - 1, s->last_day - s->first_day, as_of - s->first_day, 1 };
}

static uint64_t pack(const struct crm_btyd *g)
{
	return (uint64_t)g->x << (2 * DAY_BITS) | (uint64_t)g->T << DAY_BITS | (uint64_t)g->tx;
}

size_t crm_btyd_groups(const struct crm_btyd *rows, size_t n, struct crm_btyd **out)
{
	struct crm_keyed *a = crm_calloc(n, sizeof *a);
	struct crm_btyd *groups;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		a[i] = (struct crm_keyed){ pack(&rows[i]), (uint32_t)i };
	crm_radix_sort(a, n);
	groups = crm_calloc(n, sizeof *groups);
	for (size_t i = 0; i < n; i++)
		if (i > 0 && a[i].key == a[i - 1].key)
			groups[k - 1].n += rows[a[i].id].n;
		else
			groups[k++] = rows[a[i].id];
	free(a);
	*out = groups;
	return k;
}

double crm_btyd_median_gap(double r, double alpha, double x, double tx)
{
	return (alpha + tx) * expm1(log(2) / (r + x));
}
