#include <crm/matrix.h>
#include <crm/array.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

struct pair {
	uint32_t product, count, ago;
	int32_t first, last;
	float quantity;
};

static int by_product(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->product != y->product)
		return x->product < y->product ? -1 : 1;
	return (x->ago > y->ago) - (x->ago < y->ago);
}

/* what a reseller's row keeps first: bought most often, then latest */
static int by_weight(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->ago != y->ago)
		return x->ago < y->ago ? -1 : 1;
	return (x->product > y->product) - (x->product < y->product);
}

static int32_t day_of(int64_t when)
{
	int64_t day = when / DAY - (when % DAY < 0);

	return day < INT32_MIN ? INT32_MIN : day > INT32_MAX ? INT32_MAX : (int32_t)day;
}

/* a customer's events as pairs by product; a product twice in one order counts once */
static size_t merge(struct pair *p, const struct crm_event *v, size_t n)
{
	size_t out = 0;

	for (size_t i = 0; i < n; i++)
		p[i] = (struct pair){ v[i].product, 1, v[n - 1].order - v[i].order, day_of(v[i].when),
				      day_of(v[i].when), v[i].quantity };
	qsort(p, n, sizeof *p, by_product);
	for (size_t i = 0; i < n; i++) {
		if (out && p[out - 1].product == p[i].product) {
			p[out - 1].count += p[i].ago != p[i - 1].ago;
			p[out - 1].quantity += p[i].quantity;
			p[out - 1].first = p[i].first;
		} else {
			p[out++] = p[i];
		}
	}
	return out;
}

static float value_of(const struct pair *p, enum crm_matrix_values values)
{
	if (values == CRM_MATRIX_COUNT)
		return (float)p->count;
	if (values == CRM_MATRIX_LOG)
		return (float)(1 + log(p->count));
	return p->quantity;
}

static void put_row(struct crm_matrix *m, uint32_t customer, struct pair *p, size_t n,
		    enum crm_matrix_values values, uint32_t cap)
{
	size_t at = m->row[customer];

	m->used[customer] = at + n;
	if (cap && n > cap) {
		m->used[customer] = at + cap;
		m->capped = crm_realloc(m->capped, (m->capped_n + 1) * sizeof *m->capped);
		m->capped[m->capped_n++] = customer;
		qsort(p, n, sizeof *p, by_weight);
		qsort(p, cap, sizeof *p, by_product);
		qsort(p + cap, n - cap, sizeof *p, by_product);
	}
	for (size_t i = 0; i < n; i++, at++) {
		m->product[at] = p[i].product;
		m->count[at] = p[i].count;
		m->ago[at] = p[i].ago;
		m->first[at] = p[i].first;
		m->last[at] = p[i].last;
		if (m->value)
			m->value[at] = value_of(&p[i], values);
	}
	m->row[customer + 1u] = at;
}

static void put_columns(struct crm_matrix *m)
{
	size_t *next = crm_calloc(m->products + 1u, sizeof *next);

	for (uint32_t c = 0; c < m->customers; c++)
		for (size_t i = m->row[c]; i < m->used[c]; i++)
			m->column[m->product[i] + 1u]++;
	for (uint32_t p = 0; p < m->products; p++)
		m->column[p + 1u] += m->column[p];
	m->customer = crm_calloc(m->column[m->products] + 1, sizeof *m->customer);
	if (m->value)
		m->column_value = crm_calloc(m->column[m->products] + 1, sizeof *m->column_value);
	memcpy(next, m->column, (m->products + 1u) * sizeof *next);
	for (uint32_t c = 0; c < m->customers; c++)
		for (size_t i = m->row[c]; i < m->used[c]; i++) {
			size_t at = next[m->product[i]]++;

			m->customer[at] = c;
			if (m->value)
				m->column_value[at] = m->value[i];
		}
	free(next);
}

void crm_matrix_build(struct crm_matrix *m, const struct crm_events *e, const size_t *end,
		      enum crm_matrix_values values, uint32_t cap)
{
	size_t longest = 0, events = 0;
	struct pair *p;

	*m = (struct crm_matrix){ .customers = e->customers, .products = e->products };
	for (uint32_t c = 0; c < e->customers; c++) {
		size_t n = (end ? end[c] : e->start[c + 1u]) - e->start[c];

		longest = n > longest ? n : longest;
		events += n;
	}
	m->row = crm_calloc(m->customers + 1u, sizeof *m->row);
	m->used = crm_calloc(m->customers + 1u, sizeof *m->used);
	m->column = crm_calloc(m->products + 1u, sizeof *m->column);
	m->product = crm_calloc(events + 1, sizeof *m->product);
	m->count = crm_calloc(events + 1, sizeof *m->count);
	m->ago = crm_calloc(events + 1, sizeof *m->ago);
	m->first = crm_calloc(events + 1, sizeof *m->first);
	m->last = crm_calloc(events + 1, sizeof *m->last);
	if (values != CRM_MATRIX_BINARY)
		m->value = crm_calloc(events + 1, sizeof *m->value);
	p = crm_calloc(longest + 1, sizeof *p);
	for (uint32_t c = 0; c < m->customers; c++) {
		size_t n = (end ? end[c] : e->start[c + 1u]) - e->start[c];

		put_row(m, c, p, merge(p, e->event + e->start[c], n), values, cap);
	}
	m->pairs = m->row[m->customers];
	free(p);
	put_columns(m);
}

void crm_matrix_release(struct crm_matrix *m)
{
	free(m->row);
	free(m->used);
	free(m->product);
	free(m->count);
	free(m->ago);
	free(m->first);
	free(m->last);
	free(m->value);
	free(m->column);
	free(m->customer);
	free(m->column_value);
	free(m->capped);
	*m = (struct crm_matrix){ 0 };
}

uint32_t crm_matrix_buyers(const struct crm_matrix *m, uint32_t product)
{
	return (uint32_t)(m->column[product + 1u] - m->column[product]);
}
