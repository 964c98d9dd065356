/* A fitted recommender: what it learnt, and what one bought product says for another.
 *
 * kinds
 *   popular   number of customers who bought the product (among bought ones: number of orders)
 *   cosine    item neighbourhoods (neighbour.h, any similarity but rp3b)
 *   rp3b      random walk (neighbour.h)
 *   ease      linear autoencoder (ease.h)
 *   sequence  ease over all that was bought + next × the mean of what follows the last order's products
 *   own       the customer's own purchases: number of orders that held the product */
#ifndef CRM_RECOMMENDER_H
#define CRM_RECOMMENDER_H

#include <crm/ease.h>
#include <crm/neighbour.h>

enum crm_recommend_by {
	CRM_BY_AUTO, CRM_BY_COSINE, CRM_BY_EASE, CRM_BY_RP3B, CRM_BY_POPULAR, CRM_BY_SEQUENCE, CRM_BY_OWN,
	CRM_BY_KINDS
};

struct crm_recommender_opts {
	enum crm_recommend_by by;
	struct crm_neighbour_opts neighbour;
	double lambda;         /* ease; 0: five times the mean number of buyers of a product */
	uint32_t most;         /* products of ease */
	double next;           /* sequence: weight of the last order */
	double next_shrink;
};

struct crm_recommender {
	enum crm_recommend_by by;
	uint32_t products;
	double next;
	uint32_t *buyers;      /* products: customers who bought it */
	uint32_t *orders;      /* products: orders that held it */
	struct crm_weights weights;    /* cosine, rp3b */
	struct crm_ease ease;          /* ease, sequence */
	struct crm_weights after;      /* sequence */
};

/* parameters that do well on sparse retail data */
void crm_recommender_defaults(struct crm_recommender_opts *o, enum crm_recommend_by by);
const char *crm_recommender_name(enum crm_recommend_by by);
/* m: the matrix of events e before end (see crm_events_hold_out; NULL: all).  by is not CRM_BY_AUTO.
 * 0, or -1: ease could not be solved. */
int crm_recommender_fit(struct crm_recommender *r, const struct crm_matrix *m, const struct crm_events *e,
			const size_t *end, const struct crm_recommender_opts *o);
void crm_recommender_release(struct crm_recommender *r);

#endif
