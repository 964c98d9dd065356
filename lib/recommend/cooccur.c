#include <crm/cooccur.h>
#include <crm/mem.h>

#include <stdlib.h>

void crm_cooccur_init(struct crm_cooccur *c, const struct crm_matrix *m, const double *weight)
{
	*c = (struct crm_cooccur){
		.hits = crm_calloc(m->products + 1u, sizeof *c->hits),
		.sum = weight || m->value ? crm_calloc(m->products + 1u, sizeof *c->sum) : NULL,
		.item = crm_calloc(m->products + 1u, sizeof *c->item),
	};
}

void crm_cooccur_release(struct crm_cooccur *c)
{
	free(c->sum);
	free(c->item);
	free(c->hits);
	*c = (struct crm_cooccur){ 0 };
}

/* counts: the common case, its own tight loops */
static void count_met(struct crm_cooccur *c, const struct crm_matrix *m, uint32_t customer)
{
	for (size_t i = m->row[customer]; i < m->used[customer]; i++) {
		uint32_t p = m->product[i];

		if (!c->hits[p]++)
			c->item[c->n++] = p;
	}
}

static void count_all(struct crm_cooccur *c, const struct crm_matrix *m, uint32_t customer)
{
	for (size_t i = m->row[customer]; i < m->used[customer]; i++)
		c->hits[m->product[i]]++;
}

static void sum_met(struct crm_cooccur *c, const struct crm_matrix *m, uint32_t customer, double weight)
{
	for (size_t i = m->row[customer]; i < m->used[customer]; i++) {
		uint32_t p = m->product[i];

		if (!c->hits[p]++)
			c->item[c->n++] = p;
		c->sum[p] += m->value ? weight * m->value[i] : weight;
	}
}

void crm_cooccur_row(struct crm_cooccur *c, const struct crm_matrix *m, const double *weight,
		     uint32_t product)
{
	size_t steps = 0;

	c->n = 0;
	for (size_t i = m->column[product]; i < m->column[product + 1u]; i++)
		steps += m->used[m->customer[i]] - m->row[m->customer[i]];
	for (size_t i = m->column[product]; i < m->column[product + 1u]; i++) {
		uint32_t u = m->customer[i];

		if (c->sum)
			sum_met(c, m, u, (weight ? weight[u] : 1) * (m->value ? m->column_value[i] : 1));
		else if (steps < m->products)
			count_met(c, m, u);
		else
			count_all(c, m, u);
	}
	if (!c->sum && steps >= m->products)
		for (uint32_t p = 0; p < m->products; p++)
			if (c->hits[p])
				c->item[c->n++] = p;
}

double crm_cooccur_sum(const struct crm_cooccur *c, uint32_t product)
{
	return c->sum ? c->sum[product] : c->hits[product];
}

void crm_cooccur_clear(struct crm_cooccur *c)
{
	for (size_t i = 0; i < c->n; i++) {
		c->hits[c->item[i]] = 0;
		if (c->sum)
			c->sum[c->item[i]] = 0;
	}
	c->n = 0;
}
