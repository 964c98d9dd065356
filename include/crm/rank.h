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

enum { CRM_RANK_REASONS = 2, CRM_RANK_MOST = UINT16_MAX - 1 };

/* the products of the history that added most to a score, most first */
struct crm_rank_reasons {
	size_t n;
	uint32_t product[CRM_RANK_REASONS];
	double part[CRM_RANK_REASONS];
	unsigned char follows[CRM_RANK_REASONS];       /* 1: most of it because it follows the last order */
};

struct crm_rank {
	const struct crm_recommender *r;
	const struct crm_matrix *m;
	enum crm_rank_mode mode;
	const unsigned char *barred;   /* products never offered (out of stock, discontinued), or NULL */
	int32_t since;         /* see crm_rank_exclude; INT32_MAX: nothing */
	const uint32_t *class;
	unsigned char *recent; /* classes: bought since; all 0 between customers */
	int fill;              /* 1 (default): short lists are filled up with what sells best, score 0 */
	size_t most;           /* items asked for, up to CRM_RANK_MOST; there may be fewer products */
	struct crm_topn top;   /* after crm_rank_customer: the list, best first */
	double *score;         /* products: all 0 between customers */
	float *dense;          /* products of ease */
	uint32_t *met;
	size_t met_n;
	unsigned char *state;  /* products: bought, barred here; all 0 between customers */
	uint16_t *place;       /* products: 1 + place in the list while reasons are sought, else 0 */
	double *part, *next;   /* places: what one bought product adds, and as what follows; all 0 between them */
	uint32_t *popular;     /* products, what sells best first */
};

/* popularity: number of customers for CRM_RANK_NEW, of orders else */
void crm_rank_init(struct crm_rank *k, const struct crm_recommender *r, const struct crm_matrix *m,
		   enum crm_rank_mode mode, size_t most);
void crm_rank_release(struct crm_rank *k);
/* Never offered: what the customer bought on day `since` or later, and what is of the same class.
 * class: products → 1..classes, 0 of none, CRM_RANK_CONSUMABLE of a
 * class that is bought again and again and excludes nothing; or NULL.  Must live as long as k. */
#define CRM_RANK_CONSUMABLE UINT32_MAX
void crm_rank_exclude(struct crm_rank *k, int32_t since, const uint32_t *class, uint32_t classes);
/* a customer that the matrix does not have (any number from m->customers on) has no history */
void crm_rank_customer(struct crm_rank *k, uint32_t customer);
/* reasons of each item of the list that crm_rank_customer made for this customer; items score 0 have none */
void crm_rank_because(struct crm_rank *k, uint32_t customer, struct crm_rank_reasons *reasons);

#endif
