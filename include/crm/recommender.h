/* A fitted recommender: what it learnt from a matrix, and how it scores a customer's history.
 *
 * kinds
 *   popular   number of customers who bought the product
 *   cosine    item neighbourhoods (neighbour.h, any similarity but rp3b)
 *   rp3b      random walk (neighbour.h)
 *   ease      linear autoencoder (ease.h)
 *   sequence  neighbourhoods learnt from what is bought next (sequence.h)
 *   own       the customer's own purchases: number of orders that held the product
 * A history is weighted: a product last bought `ago` orders before the customer's last order counts
 * 0.5^(ago/recency); recency 0: all alike. */
#ifndef CRM_RECOMMENDER_H
#define CRM_RECOMMENDER_H

#include <crm/ease.h>
#include <crm/neighbour.h>

enum crm_recommend_by {
	CRM_BY_AUTO, CRM_BY_COSINE, CRM_BY_EASE, CRM_BY_RP3B, CRM_BY_POPULAR, CRM_BY_SEQUENCE, CRM_BY_OWN
};

struct crm_recommender_opts {
	enum crm_recommend_by by;
	struct crm_neighbour_opts neighbour;
	double lambda;
	uint32_t most;         /* products of ease */
	double recency;        /* orders after which a purchase counts half; 0: never */
};

struct crm_recommender {
	enum crm_recommend_by by;
	uint32_t products;
	double recency;
	uint32_t *buyers;      /* products: customers who bought it */
	struct crm_weights weights;    /* cosine, rp3b, sequence */
	struct crm_ease ease;
};

/* the parameters that did well on sparse retail data; 0 fields of o are set */
void crm_recommender_defaults(struct crm_recommender_opts *o, enum crm_recommend_by by);
const char *crm_recommender_name(enum crm_recommend_by by);
/* 0, or -1: ease could not be solved.  by must not be CRM_BY_AUTO. */
int crm_recommender_fit(struct crm_recommender *r, const struct crm_matrix *m, const struct crm_recommender_opts *o);
void crm_recommender_release(struct crm_recommender *r);
/* what one bought product adds to the score of another */
double crm_recommender_weight(const struct crm_recommender *r, uint32_t bought, uint32_t offered);

#endif
