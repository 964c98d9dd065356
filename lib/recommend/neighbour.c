#include <crm/neighbour.h>
#include <crm/cooccur.h>
#include <crm/array.h>
#include <crm/topn.h>

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { BLOCK = 64 };           /* products a thread takes at a time */

static const double K1 = 1.2, B = .75;

/* the lists of BLOCK products end to end */
struct block {
	uint32_t *to;
	float *weight;
	size_t n, cap;
	uint32_t length[BLOCK];
};

struct build {
	const struct crm_matrix *m;
	struct crm_matrix walk;        /* *m with the steps of a walk as values */
	const struct crm_neighbour_opts *o;
	double *customer_weight;       /* s_u, or NULL: 1 each */
	double *factor;                /* x of a product without its customer, or NULL: 1 each */
	double *norm;                  /* n_i */
	double *bought, *offered;      /* n_i to the powers that a formula needs */
	struct block *block;
	uint32_t blocks;
};

struct worker {
	struct build *build;
	uint32_t first, step;
	pthread_t thread;
};

static double idf(const struct crm_matrix *m, uint32_t customer)
{
	return log((double)m->products / (1 + (double)(m->used[customer] - m->row[customer])));
}

/* A walk leaves a customer for x of the sum of its x: x becomes (x / sum)^alpha.  To the customer it came from
 * a product in equal parts, whatever they bought. */
static void make_walk(struct build *b)
{
	const struct crm_matrix *m = b->m;
	float *step, *one;

	b->walk = *m;
	step = crm_calloc(m->pairs + 1, sizeof *step);
	one = crm_calloc(m->column[m->products] + 1, sizeof *one);
	for (uint32_t u = 0; u < m->customers; u++) {
		double sum = 0;

		for (size_t i = m->row[u]; i < m->used[u]; i++)
			sum += m->value[i];
		for (size_t i = m->row[u]; i < m->used[u]; i++)
			step[i] = (float)pow(m->value[i] / sum, b->o->alpha);
	}
	for (size_t i = 0; i < m->column[m->products]; i++)
		one[i] = 1;
	b->walk.value = step;
	b->walk.column_value = one;
	b->m = &b->walk;
}

static void weigh_customers(struct build *b)
{
	const struct crm_matrix *m = b->m;
	int walk = b->o->similarity == CRM_RP3B;

	if (!walk && b->o->weighting == CRM_WEIGHT_NONE)
		return;
	if (walk && m->value) {
		make_walk(b);
		return;
	}
	b->customer_weight = crm_calloc(m->customers + 1u, sizeof *b->customer_weight);
	for (uint32_t u = 0; u < m->customers; u++) {
		double length = (double)(m->used[u] - m->row[u]);

		if (length > 0)
			b->customer_weight[u] = walk ? pow(length, -b->o->alpha) : idf(m, u) * idf(m, u);
	}
}

/* BM25 damps products that many bought */
static void weigh_products(struct build *b)
{
	const struct crm_matrix *m = b->m;
	double mean = m->products ? (double)m->column[m->products] / m->products : 1;

	if (b->o->similarity == CRM_RP3B || b->o->weighting != CRM_WEIGHT_BM25)
		return;
	b->factor = crm_calloc(m->products + 1u, sizeof *b->factor);
	for (uint32_t p = 0; p < m->products; p++)
		b->factor[p] = (K1 + 1) / (K1 * (1 - B + B * crm_matrix_buyers(m, p) / mean) + 1);
}

static void measure_products(struct build *b)
{
	const struct crm_matrix *m = b->m;
	const struct crm_neighbour_opts *o = b->o;
	int walk = o->similarity == CRM_RP3B;

	b->norm = crm_calloc(m->products + 1u, sizeof *b->norm);
	if (walk || o->similarity == CRM_ASYMMETRIC) {
		b->bought = crm_calloc(m->products + 1u, sizeof *b->bought);
		b->offered = crm_calloc(m->products + 1u, sizeof *b->offered);
	}
	for (uint32_t p = 0; p < m->products; p++) {
		double n = 0, f = b->factor ? b->factor[p] : 1;

		for (size_t i = m->column[p]; i < m->column[p + 1u]; i++) {
			double x = m->value ? m->column_value[i] : 1;
			double s = b->customer_weight && !walk ? b->customer_weight[m->customer[i]] : 1;

			n += s * x * x;
		}
		b->norm[p] = n * f * f;
		if (!b->bought)
			continue;
		b->bought[p] = pow(b->norm[p], o->alpha);
		b->offered[p] = pow(b->norm[p], walk ? o->beta : 1 - o->alpha);
	}
}

static double similarity(const struct build *b, double together, uint32_t bought, uint32_t offered)
{
	const struct crm_neighbour_opts *o = b->o;
	double sum = b->norm[bought] + b->norm[offered];

	if (b->factor)
		together *= b->factor[bought] * b->factor[offered];
	switch (o->similarity) {
	case CRM_ASYMMETRIC:
		return together / (b->bought[bought] * b->offered[offered] + o->shrink);
	case CRM_JACCARD:
		return together / (sum - together + o->shrink);
	case CRM_DICE:
		return 2 * together / (sum + o->shrink);
	case CRM_RP3B:
		return together / (b->bought[bought] * b->offered[offered]);
	case CRM_COSINE:
		break;
	}
	return together / (sqrt(b->norm[bought] * b->norm[offered]) + o->shrink);
}

static int by_item(const void *a, const void *b)
{
	const struct crm_scored *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

/* a list ascending by product, at the end of its block; normalise: its weights sum to 1 */
static void put_list(struct block *block, uint32_t product, struct crm_topn *top, int normalise)
{
	double sum = 0;

	qsort(top->best, top->n, sizeof *top->best, by_item);
	for (size_t i = 0; normalise && i < top->n; i++)
		sum += (float)top->best[i].score;
	block->length[product % BLOCK] = (uint32_t)top->n;
	if (block->n + top->n > block->cap) {
		block->cap = crm_array_capacity(block->cap, block->n + top->n);
		block->to = crm_realloc(block->to, block->cap * sizeof *block->to);
		block->weight = crm_realloc(block->weight, block->cap * sizeof *block->weight);
	}
	for (size_t i = 0; i < top->n; i++, block->n++) {
		float w = (float)top->best[i].score;

		block->to[block->n] = top->best[i].item;
		block->weight[block->n] = sum > 0 ? (float)(w / sum) : w;
	}
}

/* the neighbours kept of one product */
static void keep_best(struct build *b, struct crm_cooccur *c, struct crm_topn *top, uint32_t product)
{
	int walk = b->o->similarity == CRM_RP3B;

	crm_topn_reset(top);
	crm_cooccur_row(c, b->m, b->customer_weight, product);
	for (size_t i = 0; i < c->n; i++) {
		uint32_t other = c->item[i];
		double together = crm_cooccur_sum(c, other), s;

		if (other == product || c->hits[other] < b->o->support)
			continue;
		s = walk ? similarity(b, together, product, other) : similarity(b, together, other, product);
		if (s > 0 && crm_topn_wants(top, s))
			crm_topn_offer(top, other, s);
	}
	crm_cooccur_clear(c);
	put_list(&b->block[product / BLOCK], product, top, walk && b->o->normalise);
}

static void fit_block(struct block *b)
{
	b->to = crm_realloc(b->to, (b->n + 1) * sizeof *b->to);
	b->weight = crm_realloc(b->weight, (b->n + 1) * sizeof *b->weight);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	const struct crm_matrix *m = w->build->m;
	struct crm_cooccur c;
	struct crm_topn top;

	crm_cooccur_init(&c, m, w->build->customer_weight);
	crm_topn_init(&top, w->build->o->keep < m->products ? w->build->o->keep : m->products);
	for (uint32_t k = w->first; k < w->build->blocks; k += w->step) {
		for (uint32_t p = k * BLOCK; p < m->products && p < (k + 1) * BLOCK; p++)
			keep_best(w->build, &c, &top, p);
		fit_block(&w->build->block[k]);
	}
	crm_topn_release(&top);
	crm_cooccur_release(&c);
	return NULL;
}

/* threads take blocks in turn; a thread that cannot start is worked off by this one */
static void run(struct build *b, int threads)
{
	struct worker *w = crm_calloc((size_t)threads, sizeof *w);
	int started = 1;

	for (int t = 0; t < threads; t++)
		w[t] = (struct worker){ .build = b, .first = (uint32_t)t, .step = (uint32_t)threads };
	while (started < threads && !pthread_create(&w[started].thread, NULL, work, &w[started]))
		started++;
	work(&w[0]);
	for (int t = started; t < threads; t++)
		work(&w[t]);
	for (int t = 1; t < started; t++)
		pthread_join(w[t].thread, NULL);
	free(w);
}

/* the lists of the blocks turned round: row i has the products whose lists hold i */
static void turn_blocks(struct crm_weights *w, struct build *b)
{
	size_t n = 0;

	/* row[p + 1] is where the next of p goes; when all are there, it is where p ends */
	*w = (struct crm_weights){ .products = b->m->products,
				   .row = crm_calloc(b->m->products + 2u, sizeof *w->row) };
	for (uint32_t k = 0; k < b->blocks; n += b->block[k++].n)
		for (size_t i = 0; i < b->block[k].n; i++)
			w->row[b->block[k].to[i] + 2u]++;
	for (uint32_t p = 0; p < w->products; p++)
		w->row[p + 2u] += w->row[p + 1u];
	w->to = crm_calloc(n + 1, sizeof *w->to);
	w->weight = crm_calloc(n + 1, sizeof *w->weight);
	for (uint32_t k = 0; k < b->blocks; k++) {
		struct block *block = &b->block[k];
		size_t i = 0;

		for (uint32_t p = k * BLOCK; p < w->products && p < (k + 1) * BLOCK; p++)
			for (size_t end = i + block->length[p % BLOCK]; i < end; i++) {
				size_t at = w->row[block->to[i] + 1u]++;

				w->to[at] = p;
				w->weight[at] = block->weight[i];
			}
		free(block->to);
		free(block->weight);
	}
}

static void release(struct build *b)
{
	if (b->m == &b->walk) {
		free(b->walk.value);
		free(b->walk.column_value);
	}
	free(b->block);
	free(b->customer_weight);
	free(b->factor);
	free(b->norm);
	free(b->bought);
	free(b->offered);
}

void crm_neighbour_build(struct crm_weights *w, const struct crm_matrix *m,
			 const struct crm_neighbour_opts *o)
{
	struct build b = { .m = m, .o = o };

	b.blocks = m->products / BLOCK + (m->products % BLOCK != 0);
	b.block = crm_calloc(b.blocks + 1u, sizeof *b.block);
	weigh_customers(&b);
	weigh_products(&b);
	measure_products(&b);
	run(&b, o->threads > 1 ? o->threads : 1);
	turn_blocks(w, &b);
	if (o->similarity == CRM_RP3B) {
		/* the walk's lists are kept per bought product, then cut per offered one as well */
		crm_weights_prune(w, o->keep);
		crm_weights_transpose(w);
	}
	release(&b);
}
