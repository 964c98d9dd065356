/* Which recommender is best for these purchases?  Each is fitted to the orders before the last and
 * asked for the last. */
#ifndef CRM_CHOOSE_H
#define CRM_CHOOSE_H

#include <crm/evaluate.h>

struct crm_choose_opts {
	enum crm_matrix_values values;
	uint32_t cap;          /* see matrix.h */
	enum crm_rank_mode mode;
	size_t most;           /* k of the measures */
	uint32_t customers;    /* at most so many are asked, evenly chosen; 0: all */
	int no_single;         /* customers with one order teach nothing */
};

/* end as from crm_events_hold_out.  Fills result[i] for try[i]; the index of the best nDCG@k (equal:
 * the first), or -1: nobody has anything to guess, or ease could not be solved (*failed = its index). */
int crm_choose(const struct crm_events *e, const size_t *end, const struct crm_choose_opts *o,
	       const struct crm_recommender_opts *try, int n, struct crm_evaluation *result, int *failed);

#endif
