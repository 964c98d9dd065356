/* All that is said of single customers: scores and segment, and where asked for value, habits, group;
 * as columns behind what is known of them already. */
#ifndef CRM_ANALYSIS_H
#define CRM_ANALYSIS_H

#include <crm/cells.h>
#include <crm/custvalue.h>
#include <crm/habit.h>
#include <crm/kmeans.h>
#include <crm/opt.h>
#include <crm/record.h>
#include <crm/segment.h>

enum { CRM_ANALYSIS_COLUMNS = 16, CRM_ANALYSIS_NOBODY = -1, CRM_CLUSTER_AUTO = -1 };

struct crm_analysis_opts {
	int32_t as_of;                 /* not an option here */
	int ntile;                     /* 1: groups of equal size */
	const char *breaks;            /* fixed breaks (crm_rfm_parse_breaks), or NULL */
	int japanese;                  /* segment names */
	int value;                     /* columns p_alive … overdue */
	int model;                     /* for value: enum crm_value_by */
	const char *horizon;           /* for value (crm_value_horizon); NULL: 52 weeks */
	int habits;                    /* columns average_order, median_gap */
	const char *cluster;           /* 1..CRM_KMEANS_MAX, or "auto": 2..8 by silhouette; NULL: none */
	int64_t seed;
	/* set by crm_analysis_check */
	double days;                   /* horizon */
	int clusters;                  /* 0: none; k; CRM_CLUSTER_AUTO */
};

extern const struct crm_opt crm_analysis_options[];

/* what the options say goes together and can be read: 0 or -1 (reported) */
int crm_analysis_check(struct crm_analysis_opts *o);

struct crm_analysis {
	struct crm_analysis_opts opts;
	const struct crm_segments *segments;
	const struct crm_sum *sum;     /* of the ledger, by customer in the order of output */
	size_t n;
	struct crm_rfm_breaks breaks;
	struct crm_rfm_score *score;
	struct crm_value_model model;
	struct crm_habit *habit;
	struct crm_kmeans kmeans;
	int *group;                    /* -1: no order; NULL: not asked for */
};

struct crm_analysis_row {
	struct crm_cell cell[CRM_ANALYSIS_COLUMNS];
	char text[CRM_ANALYSIS_COLUMNS][CRM_CELLS_ROOM];
	size_t n;
};

/* needs a finished ledger, kept by the caller as long as the analysis; value needs days counted, habits
 * the orders.  Says on stderr when there is nothing to fit or no clear groups.  0 or -1 (reported). */
int crm_analysis_run(struct crm_analysis *a, const struct crm_analysis_opts *o,
		     const struct crm_segments *segments, const struct crm_ledger *l);
void crm_analysis_release(struct crm_analysis *a);

/* the columns' names, in the order of the cells */
size_t crm_analysis_columns(const struct crm_analysis_opts *o, const char *name[CRM_ANALYSIS_COLUMNS]);
/* of customer i, or of CRM_ANALYSIS_NOBODY (empty cells) */
void crm_analysis_cells(const struct crm_analysis *a, int64_t i, struct crm_analysis_row *out);
size_t crm_analysis_segment(const struct crm_analysis *a, size_t i);   /* index in segments */

/* names of columns that are numbers (crm_fields_numbers) */
extern const char *const crm_analysis_numbers[];

#endif
