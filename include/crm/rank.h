/* The best products for one customer, from a fitted recommender and the customer's history. */
#ifndef CRM_RANK_H
#define CRM_RANK_H

#include <crm/recommender.h>
#include <crm/topn.h>

enum crm_rank_mode {
	CRM_RANK_NEW,          /* discover: never what the customer bought before */
	CRM_RANK_REPEAT,       /* reorder: only what the customer bought before */
	CRM_RANK_ALL,          /* both in one list: for measuring */
};

enum { CRM_RANK_REASONS = 2 };

struct crm_rank {
	const struct crm_recommender *r;
	const struct crm_matrix *m;
	const unsigned char *barred;   /* products never offered (out of stock, discontinued); or NULL */
	int32_t since;         /* products last bought on this day or later are not offered again; INT32_MAX: all may be */
	struct crm_topn top;   /* after crm_rank_customer: the list, best first */
	double *score;         /* products: all 0 between customers */
	double *dense;         /* products of ease */
	uint32_t *met;
	size_t met_n;
	unsigned char *state;  /* products: bought, met, offered; all 0 between customers */
	uint32_t *popular;     /* products by buyers descending: fills up short lists */
	int fill;              /* 1: fill up short lists with what is popular, score 0 */
};

void crm_rank_init(struct crm_rank *k, const struct crm_recommender *r, const struct crm_matrix *m, size_t most);
void crm_rank_release(struct crm_rank *k);
void crm_rank_customer(struct crm_rank *k, uint32_t customer, enum crm_rank_mode mode);
/* the products of the history that added most to a product's score, most first; 0..CRM_RANK_REASONS */
size_t crm_rank_because(const struct crm_rank *k, uint32_t customer, uint32_t product,
			uint32_t reason[CRM_RANK_REASONS]);

#endif
