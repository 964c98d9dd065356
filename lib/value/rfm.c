#include <crm/rfm.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>
#include <crm/radix.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

int64_t crm_rfm_value(const struct crm_sum *s, enum crm_rfm_axis axis, int32_t as_of)
{
	switch (axis) {
	case CRM_RFM_R:
		return (int64_t)as_of - s->last_day;
	case CRM_RFM_F:
		return s->orders;
	default:
		return s->amount;
	}
}

/* an axis' integer in the units of its breaks */
static double in_units(int64_t v, enum crm_rfm_axis axis)
{
	return axis == CRM_RFM_M ? (double)v / CRM_AMOUNT_SCALE : (double)v;
}

/* R's quantile(type = 7): linear between the order statistics around (n - 1) p */
static double quantile(const struct crm_keyed *sorted, size_t n, enum crm_rfm_axis axis, int i)
{
	/* (n - 1) i / 5 in integers: a product of doubles may fall just short of a whole number */
	size_t at = (n - 1) * (size_t)i / CRM_RFM_GROUPS;
	double part = (double)((n - 1) * (size_t)i % CRM_RFM_GROUPS) / CRM_RFM_GROUPS;
	double low = in_units(crm_radix_value(sorted[at].key), axis);
	double high = in_units(crm_radix_value(sorted[at + 1 < n ? at + 1 : at].key), axis);

	return low + part * (high - low);
}

void crm_rfm_quantiles(const struct crm_sum *sums, size_t n, int32_t as_of, struct crm_rfm_breaks *b)
{
	struct crm_keyed *a = crm_calloc(n, sizeof *a);

	memset(b, 0, sizeof *b);
	for (int axis = 0; axis < CRM_RFM_AXES; axis++) {
		size_t k = 0;

		for (size_t i = 0; i < n; i++)
			if (sums[i].orders)
				a[k++].key = crm_radix_key(crm_rfm_value(&sums[i], axis, as_of));
		crm_radix_sort(a, k);
		for (int i = 0; k && i < CRM_RFM_BREAKS; i++)
			b->at[axis][i] = quantile(a, k, axis, i + 1) + 1;
	}
	free(a);
}

static int group_of(double v, const double at[CRM_RFM_BREAKS])
{
	int g = 0;

	while (g < CRM_RFM_BREAKS && v >= at[g])
		g++;
	return g;
}

void crm_rfm_score(const struct crm_sum *s, int32_t as_of, const struct crm_rfm_breaks *b,
		   struct crm_rfm_score *out)
{
	memset(out, 0, sizeof *out);
	if (!s->orders)
		return;
	for (int axis = 0; axis < CRM_RFM_AXES; axis++) {
		int g = group_of(in_units(crm_rfm_value(s, axis, as_of), axis), b->at[axis]);

		out->of[axis] = (unsigned char)(axis == CRM_RFM_R ? CRM_RFM_GROUPS - g : g + 1);
	}
}

/* SQL: the first n % groups groups hold one more */
static unsigned char ntile(size_t place, size_t n)
{
	size_t small = n / CRM_RFM_GROUPS, large = n % CRM_RFM_GROUPS;
	size_t in_large = large * (small + 1);

	return (unsigned char)(1 + (place < in_large ? place / (small + 1) : large + (place - in_large) / small));
}

void crm_rfm_ntiles(const struct crm_sum *sums, size_t n, int32_t as_of, struct crm_rfm_score *out)
{
	struct crm_keyed *a = crm_calloc(n, sizeof *a);

	memset(out, 0, n * sizeof *out);
	for (int axis = 0; axis < CRM_RFM_AXES; axis++) {
		size_t k = 0;

		for (size_t i = 0; i < n; i++) {
			int64_t v = crm_rfm_value(&sums[i], axis, as_of);

			if (sums[i].orders)
				a[k++] = (struct crm_keyed){ crm_radix_key(axis == CRM_RFM_R ? -v : v), (uint32_t)i };
		}
		crm_radix_sort(a, k);          /* stable: ties stay as they stood */
		for (size_t i = 0; i < k; i++)
			out[a[i].id].of[axis] = ntile(i, k);
	}
	free(a);
}

/* four ascending numbers, comma between; the character behind them, or NULL */
static const char *parse_axis(const char *p, double at[CRM_RFM_BREAKS])
{
	for (int i = 0; i < CRM_RFM_BREAKS; i++) {
		char text[40];
		size_t n = strcspn(p, ", ;");

		if (n >= sizeof text)
			return NULL;
		memcpy(text, p, n);
		text[n] = 0;
		if (crm_num_real(text, &at[i]) != 0 || (i > 0 && at[i] < at[i - 1]))
			return NULL;
		p += n;
		if (i + 1 < CRM_RFM_BREAKS && *p++ != ',')
			return NULL;
	}
	return *p == ',' ? NULL : p;
}

int crm_rfm_parse_breaks(const char *text, struct crm_rfm_breaks *b)
{
	static const char axes[] = "rfm";
	const char *p = text;

	while (p && *p) {
		const char *axis = strchr(axes, *p | 0x20);

		if (*p == ' ' || *p == ';') {
			p++;
			continue;
		}
		if (!axis || p[1] != '=')
			break;
		p = parse_axis(p + 2, b->at[axis - axes]);
	}
	if (p && !*p && *text)
		return 0;
	crm_error("--breaks: '%s' is not like 'r=30,90,180,365 f=2,3,5,10 m=1000,5000,20000,50000'",
		  crm_quoted(text));
	return -1;
}
