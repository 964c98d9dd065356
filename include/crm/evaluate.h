/* How good are the lists?  Each customer's last order is held out and guessed from the orders
 * before it; measures are averaged over the customers who have something to guess.
 *   recall@k   hits / targets
 *   nDCG@k     Σ over hits of 1/log2(rank+1), over the same sum for min(k, targets) hits at the top
 *   map        Σ over hits of (hits so far / rank), over min(k, targets)
 *   mrr        1 / rank of the first hit
 *   coverage   part of all products that was offered to somebody */
#ifndef CRM_EVALUATE_H
#define CRM_EVALUATE_H

#include <crm/rank.h>

struct crm_evaluation {
	size_t at;             /* k, set by the caller: up to what the rank's lists have */
	uint32_t customers;    /* who had a history and a target */
	uint64_t targets;
	double recall, precision, ndcg, map, mrr, hit, coverage;       /* averages; hit: customers with 1 hit or more */
};

/* v[0..n): one for each k.  end: crm_events_hold_out; rank: of the matrix of the events before it; step: only
 * every step-th customer who could be asked */
void crm_evaluate(struct crm_evaluation *v, size_t n, struct crm_rank *rank, const struct crm_events *e,
		  const size_t *end, uint32_t step);

#endif
