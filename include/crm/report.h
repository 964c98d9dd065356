/* Tables about all customers: per segment or group, the fitted models, retention. */
#ifndef CRM_REPORT_H
#define CRM_REPORT_H

#include <crm/analysis.h>
#include <crm/cohort.h>
#include <crm/grid.h>

/* segment, customers, orders, revenue: a row for each segment that is chosen, in their order, also when
 * nobody is in it ("none", without any order, has a row only when chosen by name).
 * keep[i]: 1 when customer i is counted.  chosen: per segment, or NULL for all. */
void crm_report_segments(struct crm_grid *g, const struct crm_analysis *a, const unsigned char *keep,
			 const unsigned char *chosen);

/* cluster, customers, orders, revenue, recency, frequency, monetary (means), silhouette (of all) */
void crm_report_clusters(struct crm_grid *g, const struct crm_analysis *a, const unsigned char *keep);

/* model, parameter, estimate, standard_error, and per model the log-likelihood and what it was fitted to;
 * says on stderr which model has no fit */
void crm_report_fit(struct crm_grid *g, const struct crm_ledger *l, int32_t as_of);

/* cohort, customers, later, active, retention, revenue */
void crm_report_cohorts(struct crm_grid *g, const struct crm_ledger *l, enum crm_cohort_by by, int32_t as_of);

#endif
