#include <crm/rank.h>
#include <crm/mem.h>

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LEAST = 1e-30;     /* a weight of the last order below this is none */

enum { BOUGHT = 1, OFFERED = 2 };      /* OFFERED: not (again) in this list */

void crm_rank_init(struct crm_rank *k, const struct crm_recommender *r, const struct crm_matrix *m,
		   enum crm_rank_mode mode, size_t most)
{
	const uint32_t *sales = mode == CRM_RANK_NEW ? r->buyers : r->orders;
	struct crm_topn all;

	*k = (struct crm_rank){ .r = r, .m = m, .mode = mode, .since = INT32_MAX, .fill = 1, .most = most };
	crm_topn_init(&k->top, most < m->products ? most : m->products);
	k->score = crm_calloc(m->products + 1u, sizeof *k->score);
	k->met = crm_calloc(m->products + 1u, sizeof *k->met);
	k->state = crm_calloc(m->products + 1u, sizeof *k->state);
	k->popular = crm_calloc(m->products + 1u, sizeof *k->popular);
	k->place = crm_calloc(m->products + 1u, sizeof *k->place);
	k->part = crm_calloc(k->top.most + 1, sizeof *k->part);
	k->next = crm_calloc(k->top.most + 1, sizeof *k->next);
	k->dense = crm_calloc(r->ease.n + 1u, sizeof *k->dense);
	crm_topn_init(&all, m->products);
	for (uint32_t p = 0; p < m->products; p++)
		crm_topn_offer(&all, p, sales[p]);
	crm_topn_sort(&all);
	for (uint32_t p = 0; p < m->products; p++)
		k->popular[p] = all.best[p].item;
	crm_topn_release(&all);
}

void crm_rank_release(struct crm_rank *k)
{
	crm_topn_release(&k->top);
	free(k->score);
	free(k->met);
	free(k->state);
	free(k->popular);
	free(k->place);
	free(k->part);
	free(k->next);
	free(k->dense);
	free(k->recent);
	*k = (struct crm_rank){ 0 };
}

void crm_rank_exclude(struct crm_rank *k, int32_t since, const uint32_t *class, uint32_t classes)
{
	k->since = since;
	k->class = class;
	free(k->recent);
	k->recent = class ? crm_alloc(classes + 1u) : NULL;
}

static double history_weight(const struct crm_rank *k, size_t pair)
{
	return k->m->value ? k->m->value[pair] : 1;
}

/* a customer the matrix does not know has no history */
static size_t begin(const struct crm_matrix *m, uint32_t customer)
{
	return customer < m->customers ? m->row[customer] : 0;
}

static size_t end(const struct crm_matrix *m, uint32_t customer)
{
	return customer < m->customers ? m->row[customer + 1u] : 0;
}

static size_t used(const struct crm_matrix *m, uint32_t customer)
{
	return customer < m->customers ? m->used[customer] : 0;
}

/* what is added is positive, far from 0 as a double: a score of 0 is a product not met yet */
static void add(struct crm_rank *k, uint32_t product, double score)
{
	if (k->score[product] == 0)
		k->met[k->met_n++] = product;
	k->score[product] += score;
}

static void add_row(struct crm_rank *k, const struct crm_weights *w, uint32_t bought, double h)
{
	for (size_t j = w->row[bought]; j < w->row[bought + 1u]; j++)
		add(k, w->to[j], h * w->weight[j]);
}

/* what each product of the last order counts: the order as a whole counts 1, whatever its size */
static double last_weight(const struct crm_rank *k, uint32_t customer)
{
	size_t n = 0;

	for (size_t i = begin(k->m, customer); i < used(k->m, customer); i++)
		n += !k->m->ago[i];
	return n ? 1 / (double)n : 0;
}

static void score_weights(struct crm_rank *k, uint32_t customer)
{
	double last = k->r->next * last_weight(k, customer);

	for (size_t i = begin(k->m, customer); i < used(k->m, customer); i++) {
		if (k->r->weights.row)
			add_row(k, &k->r->weights, k->m->product[i], history_weight(k, i));
		if (last > LEAST && k->r->after.row && !k->m->ago[i])
			add_row(k, &k->r->after, k->m->product[i], last);
	}
}

/* orders that held the product; among equal ones the better seller first */
static void score_own(struct crm_rank *k, uint32_t customer, uint32_t most_sold)
{
	for (size_t i = begin(k->m, customer); i < end(k->m, customer); i++) {
		uint32_t p = k->m->product[i];

		add(k, p, k->m->count[i] + k->r->orders[p] / (most_sold + 1.0));
	}
}

static uint32_t class_of(const struct crm_rank *k, uint32_t product)
{
	return k->class ? k->class[product] : 0;
}

static void mark_history(struct crm_rank *k, uint32_t customer)
{
	for (size_t i = begin(k->m, customer); i < end(k->m, customer); i++) {
		uint32_t p = k->m->product[i], class = class_of(k, p);

		k->state[p] |= BOUGHT;
		if (k->m->last[i] < k->since || class == CRM_RANK_CONSUMABLE)
			continue;
		k->state[p] |= OFFERED;
		if (class)
			k->recent[class] = 1;
	}
}

static int may_offer(const struct crm_rank *k, uint32_t product)
{
	int bought = (k->state[product] & BOUGHT) != 0;
	uint32_t class = class_of(k, product);

	if ((k->state[product] & OFFERED) || (k->barred && k->barred[product]))
		return 0;
	if (class && class != CRM_RANK_CONSUMABLE && k->recent[class])
		return 0;
	return k->mode == CRM_RANK_ALL || (k->mode == CRM_RANK_REPEAT) == bought;
}

/* few are good enough: whether they may be offered is asked last */
static void offer(struct crm_rank *k, uint32_t product, double score)
{
	if (score > 0 && crm_topn_wants(&k->top, score) && may_offer(k, product))
		crm_topn_offer(&k->top, product, score);
}

/* adds to what was met, and offers the rest at once */
static void score_ease(struct crm_rank *k, uint32_t customer)
{
	const struct crm_ease *e = &k->r->ease;

	memset(k->dense, 0, e->n * sizeof *k->dense);
	for (size_t i = begin(k->m, customer); i < used(k->m, customer); i++) {
		uint32_t place = e->place[k->m->product[i]];

		if (place != UINT32_MAX)
			cblas_saxpy((int)e->n, (float)history_weight(k, i), e->b + (size_t)place * e->n, 1,
				    k->dense, 1);
	}
	for (size_t i = 0; i < k->met_n; i++) {
		uint32_t place = e->place[k->met[i]];

		if (place != UINT32_MAX) {
			k->score[k->met[i]] += k->dense[place];
			k->dense[place] = 0;
		}
	}
	for (uint32_t j = 0; j < e->n; j++)
		offer(k, e->product[j], k->dense[j]);
}

/* what sells best, after the products that the model speaks for */
static void fill_up(struct crm_rank *k)
{
	const uint32_t *sales = k->mode == CRM_RANK_NEW ? k->r->buyers : k->r->orders;
	int popular = k->r->by == CRM_BY_POPULAR;

	for (size_t i = 0; i < k->top.n; i++)
		k->state[k->top.best[i].item] |= OFFERED;
	for (uint32_t i = 0; i < k->m->products && k->top.n < k->top.most; i++) {
		uint32_t p = k->popular[i];

		if (!sales[p])
			break;
		if (may_offer(k, p))
			k->top.best[k->top.n++] = (struct crm_scored){ popular ? sales[p] : 0, p };
	}
	for (size_t i = 0; i < k->top.n; i++)
		k->state[k->top.best[i].item] = 0;
}

static void forget(struct crm_rank *k, uint32_t customer)
{
	for (size_t i = begin(k->m, customer); i < end(k->m, customer); i++) {
		uint32_t p = k->m->product[i], class = class_of(k, p);

		k->state[p] = 0;
		if (class && class != CRM_RANK_CONSUMABLE)
			k->recent[class] = 0;
	}
}

void crm_rank_customer(struct crm_rank *k, uint32_t customer)
{
	crm_topn_reset(&k->top);
	mark_history(k, customer);
	if (k->r->weights.row || k->r->after.row)
		score_weights(k, customer);
	if (k->r->ease.b)
		score_ease(k, customer);
	if (k->r->by == CRM_BY_OWN && k->m->products)
		score_own(k, customer, k->r->orders[k->popular[0]]);
	for (size_t i = 0; i < k->met_n; i++) {
		offer(k, k->met[i], k->score[k->met[i]]);
		k->score[k->met[i]] = 0;
	}
	k->met_n = 0;
	crm_topn_sort(&k->top);
	if (k->r->by == CRM_BY_OWN)
		for (size_t i = 0; i < k->top.n; i++)  /* the popularity has done its work among equals */
			k->top.best[i].score = floor(k->top.best[i].score);
	if (k->fill || k->r->by == CRM_BY_POPULAR)
		fill_up(k);
	forget(k, customer);
}

/* what a bought product adds to each offer of the list, through the rows of one matrix */
static void add_parts(const struct crm_rank *k, const struct crm_weights *w, uint32_t bought, double h, double *part)
{
	for (size_t j = w->row[bought]; j < w->row[bought + 1u]; j++)
		if (k->place[w->to[j]])
			part[k->place[w->to[j]] - 1] += h * w->weight[j];
}

static void add_ease_parts(struct crm_rank *k, uint32_t bought, double h)
{
	const struct crm_ease *e = &k->r->ease;
	const float *row;

	if (e->place[bought] == UINT32_MAX)
		return;
	row = e->b + (size_t)e->place[bought] * e->n;
	for (size_t j = 0; j < k->top.n; j++)
		if (e->place[k->top.best[j].item] != UINT32_MAX)
			k->part[j] += h * row[e->place[k->top.best[j].item]];
}

static void keep_reason(struct crm_rank_reasons *r, uint32_t bought, double part, double next)
{
	size_t at = r->n;

	while (at && r->part[at - 1] < part)
		at--;
	if (at == CRM_RANK_REASONS)
		return;
	r->n += r->n < CRM_RANK_REASONS;
	for (size_t j = r->n - 1; j > at; j--) {
		r->part[j] = r->part[j - 1];
		r->product[j] = r->product[j - 1];
		r->follows[j] = r->follows[j - 1];
	}
	r->part[at] = part;
	r->product[at] = bought;
	r->follows[at] = next > part / 2;
}

void crm_rank_because(struct crm_rank *k, uint32_t customer, struct crm_rank_reasons *reasons)
{
	double last = k->r->next * last_weight(k, customer);

	for (size_t j = 0; j < k->top.n; j++) {
		k->place[k->top.best[j].item] = (uint16_t)(j + 1);
		reasons[j].n = 0;
	}
	for (size_t i = begin(k->m, customer); i < used(k->m, customer); i++) {
		uint32_t bought = k->m->product[i];

		if (k->r->weights.row)
			add_parts(k, &k->r->weights, bought, history_weight(k, i), k->part);
		if (last > LEAST && k->r->after.row && !k->m->ago[i])
			add_parts(k, &k->r->after, bought, last, k->next);
		if (k->r->ease.b)
			add_ease_parts(k, bought, history_weight(k, i));
		for (size_t j = 0; j < k->top.n; j++) {
			double part = k->part[j] + k->next[j];

			if (part > 0 && k->top.best[j].score > 0)
				keep_reason(&reasons[j], bought, part, k->next[j]);
			k->part[j] = k->next[j] = 0;
		}
	}
	for (size_t j = 0; j < k->top.n; j++)
		k->place[k->top.best[j].item] = 0;
}
