/* Lists for many customers, worked out by several threads; the same whatever their number. */
#ifndef CRM_BATCH_H
#define CRM_BATCH_H

#include <crm/rank.h>

struct crm_batch_item {
	struct crm_scored offer;
	uint32_t reason[CRM_RANK_REASONS];
	uint32_t reasons;
};

struct crm_batch {
	struct crm_rank *rank;         /* one a thread: set mode, barred, since, fill alike in all before running */
	int threads;
	size_t most;                   /* items a customer */
	const uint32_t *customer;
	struct crm_batch_item *item;   /* customer i's list begins at item + i × most */
	size_t *length;                /* customers */
	size_t n, cap;
};

void crm_batch_init(struct crm_batch *b, const struct crm_recommender *r, const struct crm_matrix *m,
		    enum crm_rank_mode mode, size_t most, int threads);
void crm_batch_release(struct crm_batch *b);
/* customer[0..n) must live until the next run */
void crm_batch_run(struct crm_batch *b, const uint32_t *customer, size_t n);

#endif
