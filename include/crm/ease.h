/* EASE^R (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019).
 * G = XᵀX + lambda I, P = G⁻¹ by Cholesky, B_ij = -P_ij / P_jj, B_jj = 0; score(u,j) = Σ_i x_ui B_ij.
 *
 * Single precision, in place: 4 n² bytes (400 MB at 10,000 products).  Above `most` products the
 * most bought are kept (equal: the first by id).  Two BLAS threads always, so that a result does
 * not depend on the machine's number of cores. */
#ifndef CRM_EASE_H
#define CRM_EASE_H

#include <crm/matrix.h>

struct crm_ease {
	uint32_t n;            /* products kept */
	uint32_t *product;     /* n: ascending */
	uint32_t *place;       /* all products: index into product, or UINT32_MAX */
	float *b;              /* n × n, row = bought, column = offered */
};

/* 0; -1: G could not be inverted (lambda too small) or its inverse is not finite */
int crm_ease_build(struct crm_ease *e, const struct crm_matrix *m, double lambda, uint32_t most);
void crm_ease_release(struct crm_ease *e);

#endif
