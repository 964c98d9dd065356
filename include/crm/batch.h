/* Lists for many customers, worked out by several threads; the same whatever their number.
 *
 *	crm_batch_start(b, customer, n);
 *	while (more) { done = crm_batch_wait(b); crm_batch_start(b, next customers); … print done … }
 *
 * so that the lists of one batch are printed while those of the next are worked out. */
#ifndef CRM_BATCH_H
#define CRM_BATCH_H

#include <crm/rank.h>

struct crm_batch_item {
	struct crm_scored offer;
	uint32_t reason[CRM_RANK_REASONS];
	unsigned char follows[CRM_RANK_REASONS];
	uint16_t reasons;
};

struct crm_batch_lists {
	uint32_t *customer;
	struct crm_batch_item *item;   /* customer i's list begins at item + i × most */
	size_t *length;                /* customers */
	size_t n, cap, most;
};

struct crm_batch_worker;

struct crm_batch {
	struct crm_rank *rank;         /* one a thread: set mode, barred, since, fill alike in all before starting */
	int threads;
	size_t most;                   /* items a customer */
	struct crm_batch_lists lists[2];
	struct crm_batch_lists *at;    /* worked on, or last worked on */
	struct crm_batch_worker *worker;
};

void crm_batch_init(struct crm_batch *b, const struct crm_recommender *r, const struct crm_matrix *m,
		    enum crm_rank_mode mode, size_t most, int threads);
void crm_batch_release(struct crm_batch *b);           /* waits */
/* returns at once; what was started before must have been waited for */
void crm_batch_start(struct crm_batch *b, const uint32_t *customer, size_t n);
/* the lists that were started last; they live until the second start after this */
const struct crm_batch_lists *crm_batch_wait(struct crm_batch *b);

#endif
