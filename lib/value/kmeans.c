#include <crm/kmeans.h>
#include <crm/mem.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIM = CRM_KMEANS_DIMENSIONS, STARTS = 8, ROUNDS = 100, SILHOUETTES = 2000 };

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static double uniform(uint64_t *state)
{
	return (double)(draw(state) >> 11) / 9007199254740992.;
}

static double distance2(const struct crm_point *a, const struct crm_point *b)
{
	double sum = 0;

	for (int d = 0; d < DIM; d++)
		sum += (a->at[d] - b->at[d]) * (a->at[d] - b->at[d]);
	return sum;
}

static void standardise(struct crm_point *p, size_t n)
{
	for (int d = 0; d < DIM; d++) {
		double mean = 0, square = 0, sd;

		for (size_t i = 0; i < n; i++)
			mean += p[i].at[d] / (double)n;
		for (size_t i = 0; i < n; i++)
			square += (p[i].at[d] - mean) * (p[i].at[d] - mean) / (double)n;
		sd = sqrt(square);
		for (size_t i = 0; i < n; i++)
			p[i].at[d] = sd > 1e-9 ? (p[i].at[d] - mean) / sd : 0;
	}
}

size_t crm_kmeans_points(const struct crm_sum *sums, size_t n, int32_t as_of, struct crm_point *points,
			 uint32_t *which)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		const struct crm_sum *s = &sums[i];

		if (!s->orders)
			continue;
		points[k].at[0] = log1p((double)(as_of - s->last_day));
		points[k].at[1] = log((double)s->orders);
		points[k].at[2] = log1p(fmax((double)s->amount / CRM_AMOUNT_SCALE, 0));
		which[k++] = (uint32_t)i;
	}
	standardise(points, k);
	return k;
}

static int nearest(const struct crm_kmeans *m, const struct crm_point *p, double *d2)
{
	int best = 0;

	*d2 = INFINITY;
	for (int c = 0; c < m->k; c++) {
		double d = distance2(p, &m->centre[c]);

		if (d < *d2) {
			*d2 = d;
			best = c;
		}
	}
	return best;
}

/* centres far from one another: each next one drawn by its squared distance to the nearest so far */
static void seed_centres(struct crm_kmeans *m, const struct crm_point *p, size_t n, int k, uint64_t *state)
{
	double *d2 = crm_calloc(n, sizeof *d2);

	m->centre[0] = p[(size_t)(uniform(state) * (double)n)];
	m->k = 1;
	while (m->k < k) {
		double total = 0, at;
		size_t i, last = 0;

		for (i = 0; i < n; i++) {
			nearest(m, &p[i], &d2[i]);
			total += d2[i];
		}
		if (!(total > 1e-12))          /* no more different points */
			break;
		at = uniform(state) * total;
		for (i = 0; i < n; i++)
			if (d2[i] > 0) {
				last = i;
				if ((at -= d2[i]) < 0)
					break;
			}
		m->centre[m->k++] = p[last];
	}
	free(d2);
}

/* one of Lloyd's rounds; the sum of squared distances before it */
static double improve(struct crm_kmeans *m, const struct crm_point *p, size_t n)
{
	struct crm_point sum[CRM_KMEANS_MAX] = { { { 0 } } };
	double count[CRM_KMEANS_MAX] = { 0 }, total = 0, d2;

	for (size_t i = 0; i < n; i++) {
		int c = nearest(m, &p[i], &d2);

		total += d2;
		count[c]++;
		for (int d = 0; d < DIM; d++)
			sum[c].at[d] += p[i].at[d];
	}
	for (int c = 0; c < m->k; c++)
		for (int d = 0; d < DIM && count[c] > 0; d++)
			m->centre[c].at[d] = sum[c].at[d] / count[c];
	return total;
}

static double fit_once(struct crm_kmeans *m, const struct crm_point *p, size_t n, int k, uint64_t *state)
{
	double before = INFINITY, now = 0;

	seed_centres(m, p, n, k, state);
	for (int i = 0; i < ROUNDS; i++) {
		now = improve(m, p, n);
		if (now >= before * (1 - 1e-9))
			break;
		before = now;
	}
	return now;
}

/* at most `most` points, evenly spread over the order they come in */
static struct crm_point *sample(const struct crm_point *p, size_t *n, size_t most)
{
	size_t k = *n < most ? *n : most;
	struct crm_point *s = crm_calloc(k, sizeof *s);

	for (size_t i = 0; i < k; i++)
		s[i] = p[(size_t)((double)i * (double)*n / (double)k)];
	*n = k;
	return s;
}

static int by_worth(const void *a, const void *b)
{
	const struct crm_point *x = a, *y = b;

	for (int d = DIM; d-- > 0;)
		if (x->at[d] != y->at[d])
			return x->at[d] < y->at[d] ? 1 : -1;
	return 0;
}

/* s(i) = (b - a) / max(a, b): a the mean distance to one's own group, b to the nearest other
 * (Rousseeuw 1987) */
static double silhouette_of(const struct crm_point *p, const int *group, size_t n, size_t i, int k)
{
	double sum[CRM_KMEANS_MAX] = { 0 }, count[CRM_KMEANS_MAX] = { 0 }, a, b = INFINITY;

	for (size_t j = 0; j < n; j++)
		if (j != i) {
			sum[group[j]] += sqrt(distance2(&p[i], &p[j]));
			count[group[j]]++;
		}
	if (!count[group[i]])
		return 0;
	a = sum[group[i]] / count[group[i]];
	for (int c = 0; c < k; c++)
		if (c != group[i] && count[c] > 0)
			b = fmin(b, sum[c] / count[c]);
	return isfinite(b) && fmax(a, b) > 0 ? (b - a) / fmax(a, b) : 0;
}

static double silhouette(const struct crm_kmeans *m, const struct crm_point *points, size_t n)
{
	struct crm_point *p = sample(points, &n, SILHOUETTES);
	int *group = crm_calloc(n, sizeof *group);
	double sum = 0, d2;

	for (size_t i = 0; i < n; i++)
		group[i] = nearest(m, &p[i], &d2);
	for (size_t i = 0; i < n; i++)
		sum += silhouette_of(p, group, n, i, m->k);
	free(group);
	free(p);
	return n ? sum / (double)n : 0;
}

void crm_kmeans(const struct crm_point *points, size_t n, int k, uint64_t seed, struct crm_kmeans *out,
		int *group)
{
	size_t few = n;
	struct crm_point *p = sample(points, &few, CRM_KMEANS_SAMPLE);
	double best = INFINITY, d2;

	memset(out, 0, sizeof *out);
	for (int i = 0; n && i < STARTS; i++) {
		struct crm_kmeans m;
		double total = fit_once(&m, p, few, k, &seed);

		if (total < best * (1 - 1e-9) || i == 0) {
			best = total;
			*out = m;
		}
	}
	free(p);
	qsort(out->centre, (size_t)out->k, sizeof *out->centre, by_worth);
	for (size_t i = 0; i < n; i++)
		group[i] = nearest(out, &points[i], &d2);
	out->silhouette = out->k > 1 ? silhouette(out, points, n) : 0;
}
