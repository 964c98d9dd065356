#include <crm/distance.h>

#include <string.h>

size_t crm_distance_decode(const char *s, size_t n, uint16_t *out, size_t max)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	size_t k = 0;

	while (p < end && k < max) {
		uint32_t c = *p++;
		int more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

		c &= more ? 0x3fu >> more : 0x7fu;
		for (; more && p < end; more--)
			c = c << 6 | (*p++ & 0x3f);
		out[k++] = (uint16_t)c;
	}
	return k;
}

static int min3(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* one row of the dynamic programme inside the band |i - j| <= limit; its minimum */
static int osa_row(const uint16_t *a, size_t i, const uint16_t *b, size_t nb, int limit,
		   const uint8_t *two, const uint8_t *one, uint8_t *row)
{
	size_t from = i > (size_t)limit ? i - limit : 1, to = i + limit < nb ? i + limit : nb;
	int best = limit + 1, big = limit + 1;

	row[from - 1] = from == 1 && i <= (size_t)limit ? (uint8_t)i : (uint8_t)big;
	if (from == 1 && row[0] < best)
		best = row[0];
	for (size_t j = from; j <= to; j++) {
		int d = min3(one[j] + 1, row[j - 1] + 1, one[j - 1] + (a[i - 1] != b[j - 1]));

		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two[j - 2] + 1 < d)
			d = two[j - 2] + 1;
		row[j] = (uint8_t)(d < big ? d : big);
		if (d < best)
			best = d;
	}
	if (to < nb)
		row[to + 1] = (uint8_t)big;
	return best;
}

/* both have a letter at least, the first ones differ, and so do the last ones */
static int osa_differing(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, int limit)
{
	uint8_t rows[3][CRM_DISTANCE_MAX + 2], *two = rows[0], *one = rows[1], *row = rows[2];

	memset(rows, limit + 1, sizeof rows);
	for (size_t j = 0; j <= nb && j <= (size_t)limit; j++)
		one[j] = (uint8_t)j;
	for (size_t i = 1; i <= na; i++) {
		int best = osa_row(a, i, b, nb, limit, two, one, row);
		uint8_t *swap = two;

		if (best > limit)
			return limit + 1;
		two = one;
		one = row;
		row = swap;
	}
	return one[nb] <= limit ? one[nb] : limit + 1;
}

int crm_distance_osa(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, int limit)
{
	size_t longer;

	na = na < CRM_DISTANCE_MAX ? na : CRM_DISTANCE_MAX;
	nb = nb < CRM_DISTANCE_MAX ? nb : CRM_DISTANCE_MAX;
	if (na > nb + limit || nb > na + limit)
		return limit + 1;
	for (; na && nb && *a == *b; a++, b++, na--, nb--)
		;
	for (; na && nb && a[na - 1] == b[nb - 1]; na--, nb--)
		;
	longer = na > nb ? na : nb;
	if (!na || !nb || longer == 1)
		return longer > (size_t)limit ? limit + 1 : (int)longer;
	if (na == 2 && nb == 2 && a[0] == b[1] && a[1] == b[0])
		return limit < 1 ? limit + 1 : 1;
	return limit < 2 ? limit + 1 : osa_differing(a, na, b, nb, limit);
}

static size_t jaro_matches(const uint16_t *a, size_t na, const uint16_t *b, size_t nb,
			   uint8_t *ma, uint8_t *mb)
{
	size_t longer = na > nb ? na : nb, window = longer / 2 ? longer / 2 - 1 : 0, found = 0;

	memset(ma, 0, na);
	memset(mb, 0, nb);
	for (size_t i = 0; i < na; i++) {
		size_t from = i > window ? i - window : 0, to = i + window + 1 < nb ? i + window + 1 : nb;

		for (size_t j = from; j < to; j++)
			if (!mb[j] && a[i] == b[j]) {
				ma[i] = mb[j] = 1;
				found++;
				break;
			}
	}
	return found;
}

double crm_distance_jaro_winkler(const uint16_t *a, size_t na, const uint16_t *b, size_t nb)
{
	uint8_t ma[CRM_DISTANCE_MAX], mb[CRM_DISTANCE_MAX];
	size_t found, moved = 0, prefix = 0;
	double jaro;

	na = na < CRM_DISTANCE_MAX ? na : CRM_DISTANCE_MAX;
	nb = nb < CRM_DISTANCE_MAX ? nb : CRM_DISTANCE_MAX;
	if (!na || !nb)
		return na == nb;
	found = jaro_matches(a, na, b, nb, ma, mb);
	if (!found)
		return 0;
	for (size_t i = 0, j = 0; i < na; i++) {
		if (!ma[i])
			continue;
		while (!mb[j])
			j++;
		moved += a[i] != b[j++];
	}
	jaro = ((double)found / na + (double)found / nb + (found - moved / 2) / (double)found) / 3;
	while (prefix < 4 && prefix < na && prefix < nb && a[prefix] == b[prefix])
		prefix++;
	return jaro + prefix * 0.1 * (1 - jaro);
}
