/* Which recommender is best for these purchases?  Each is fitted to the orders before the last and
 * asked for the last. */
#ifndef CRM_CHOOSE_H
#define CRM_CHOOSE_H

#include <crm/evaluate.h>

struct crm_choose_opts {
	enum crm_matrix_values values;
	uint32_t cap;          /* see matrix.h */
	enum crm_rank_mode mode;
	const size_t *at;      /* the k of the measures */
	size_t cutoffs;        /* their number, 1 or more */
	uint32_t customers;    /* at most so many are asked, evenly chosen; 0: all */
	int no_single;         /* customers with one order teach nothing */
};

/* end as from crm_events_hold_out.  Fills result[i × cutoffs + j] for try[i] and at[j]; the index of the best
 * nDCG@at[0] (equal: the first), or -1: nobody has anything to guess, or ease could not be solved (*failed = its index). */
int crm_choose(const struct crm_events *e, const size_t *end, const struct crm_choose_opts *o,
	       const struct crm_recommender_opts *try, int n, struct crm_evaluation *result, int *failed);

#endif
