#include <crm/ease.h>
#include <crm/cooccur.h>
#include <crm/mem.h>
#include <crm/topn.h>

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

enum { BLAS_THREADS = 2 };

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void choose(struct crm_ease *e, const struct crm_matrix *m, uint32_t most)
{
	struct crm_topn top;

	crm_topn_init(&top, most < m->products ? most : m->products);
	for (uint32_t p = 0; p < m->products; p++)
		if (crm_matrix_buyers(m, p))
			crm_topn_offer(&top, p, crm_matrix_buyers(m, p));
	e->n = (uint32_t)top.n;
	e->product = crm_calloc(e->n + 1u, sizeof *e->product);
	e->place = crm_calloc(m->products + 1u, sizeof *e->place);
	for (uint32_t i = 0; i < e->n; i++)
		e->product[i] = top.best[i].item;
	crm_topn_release(&top);
	qsort(e->product, e->n, sizeof *e->product, ascending);
	for (uint32_t p = 0; p < m->products; p++)
		e->place[p] = UINT32_MAX;
	for (uint32_t i = 0; i < e->n; i++)
		e->place[e->product[i]] = i;
}

static void gram(struct crm_ease *e, const struct crm_matrix *m, double lambda)
{
	struct crm_cooccur c;

	crm_cooccur_init(&c, m, NULL);
	for (uint32_t i = 0; i < e->n; i++) {
		float *row = e->b + (size_t)i * e->n;

		crm_cooccur_row(&c, m, NULL, e->product[i]);
		for (size_t k = 0; k < c.n; k++)
			if (e->place[c.item[k]] != UINT32_MAX)
				row[e->place[c.item[k]]] = (float)crm_cooccur_sum(&c, c.item[k]);
		row[i] += (float)lambda;
		crm_cooccur_clear(&c);
	}
	crm_cooccur_release(&c);
}

/* the inverse's lower triangle → B; -1 when something is not a number */
static int weigh(struct crm_ease *e)
{
	size_t n = e->n;
	float *scale = crm_calloc(n + 1, sizeof *scale);
	int good = 1;

	for (size_t i = 0; i < n; i++)
		scale[i] = -1 / e->b[i * n + i];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			float p = e->b[i * n + j];

			good &= isfinite(p) != 0;
			e->b[i * n + j] = i == j ? 0 : p * scale[j];
			e->b[j * n + i] = i == j ? 0 : p * scale[i];
		}
	free(scale);
	return good ? 0 : -1;
}

int crm_ease_build(struct crm_ease *e, const struct crm_matrix *m, double lambda, uint32_t most)
{
	lapack_int n;

	*e = (struct crm_ease){ 0 };
	choose(e, m, most);
	n = (lapack_int)e->n;
	e->b = crm_calloc((size_t)e->n * e->n + 1, sizeof *e->b);
	gram(e, m, lambda);
	openblas_set_num_threads(BLAS_THREADS);
	/* row-major lower is column-major upper: told so, LAPACKE need not transpose a copy */
	if (n && (LAPACKE_spotrf_work(LAPACK_COL_MAJOR, 'U', n, e->b, n) ||
		  LAPACKE_spotri_work(LAPACK_COL_MAJOR, 'U', n, e->b, n) || weigh(e))) {
		crm_ease_release(e);
		return -1;
	}
	return 0;
}

void crm_ease_release(struct crm_ease *e)
{
	free(e->product);
	free(e->place);
	free(e->b);
	*e = (struct crm_ease){ 0 };
}
