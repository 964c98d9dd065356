/* Groups of customers that are alike: k-means on standardised logarithms of R, F and M.
 *
 * k-means++ (Arthur & Vassilvitskii 2007), Lloyd's iterations, the best of several starts, all drawn
 * from one seed.  More than CRM_KMEANS_SAMPLE customers: the centres come from a sample. */
#ifndef CRM_KMEANS_H
#define CRM_KMEANS_H

#include <stdint.h>

#include <crm/ledger.h>

enum { CRM_KMEANS_DIMENSIONS = 3, CRM_KMEANS_MAX = 20, CRM_KMEANS_SAMPLE = 20000 };

struct crm_point {
	double at[CRM_KMEANS_DIMENSIONS];
};

/* ln(1 + recency), ln(orders), ln(1 + amount) of customers with orders, each less its mean and over its
 * standard deviation (a dimension in which all are equal is 0); customers without: skipped.
 * points[] and which[] (the index in sums) have room for n; the number of points. */
size_t crm_kmeans_points(const struct crm_sum *sums, size_t n, int32_t as_of, struct crm_point *points,
			 uint32_t *which);

struct crm_kmeans {
	int k;                         /* groups; fewer than asked when there are fewer different points */
	struct crm_point centre[CRM_KMEANS_MAX];
	double silhouette;             /* mean over (a sample of 2,000 of) the points; 0 for one group */
};

/* Below this there are no clear groups: "no substantial structure", Kaufman & Rousseeuw, Finding Groups
 * in Data (1990), p. 88. */
#define CRM_KMEANS_CLEAR .25

/* k 1..CRM_KMEANS_MAX; group[i] = 0..k-1, numbered so that centres descend in amount, then orders.
 * The same points in the same order and the same seed: the same groups. */
void crm_kmeans(const struct crm_point *points, size_t n, int k, uint64_t seed, struct crm_kmeans *out,
		int *group);

#endif
