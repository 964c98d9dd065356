/* Item–item neighbourhoods from co-purchases.
 *
 * With c_ij = sum over customers of s_u x_ui x_uj and n_i = sum of s_u x_ui²:
 *   cosine      c_ij / (sqrt(n_i n_j) + shrink)
 *   asymmetric  c_ij / (n_i^alpha n_j^(1-alpha) + shrink)        Aiolli, RecSys 2013; i: bought, j: offered
 *   jaccard     c_ij / (n_i + n_j - c_ij + shrink)
 *   dice        2 c_ij / (n_i + n_j + shrink)
 *   rp3b        c_ij / (n_i^alpha n_j^beta), s_u = length_u^-alpha   Paudel et al., TiiS 2017 (walks of
 *               three steps, each probability to the power alpha, divided by popularity^beta); with values
 *               the step from a customer is in proportion to them: s_u x_uj is (x_uj / Σ x_u)^alpha, x_ui 1
 * Weighting (s_u and x, for the first four): none; tf-idf: idf_u = ln(products / (1 + length_u));
 * bm25 (k1 1.2, b .75): the same idf, x damped by the product's length.
 *
 * Time O(sum of squared row lengths); memory O(products × keep) for the result and 20 bytes a
 * product and thread.  The result does not depend on the number of threads. */
#ifndef CRM_NEIGHBOUR_H
#define CRM_NEIGHBOUR_H

#include <crm/matrix.h>
#include <crm/weights.h>

enum crm_similarity { CRM_COSINE, CRM_ASYMMETRIC, CRM_JACCARD, CRM_DICE, CRM_RP3B };
enum crm_weighting { CRM_WEIGHT_NONE, CRM_WEIGHT_TFIDF, CRM_WEIGHT_BM25 };

struct crm_neighbour_opts {
	enum crm_similarity similarity;
	enum crm_weighting weighting;
	double shrink, alpha, beta;
	uint32_t keep;         /* neighbours kept per offered product; rp3b: per bought product, then per offered */
	int normalise;         /* rp3b: the weights of a bought product sum to 1 before the second cut */
	uint32_t support;      /* least number of customers who bought both; 0 and 1: any */
	int threads;           /* 1 or more */
};

void crm_neighbour_build(struct crm_weights *w, const struct crm_matrix *m,
			 const struct crm_neighbour_opts *o);

#endif
