#include <crm/reason.h>
#include <crm/date.h>

static const char *called(const struct crm_events *e, const struct crm_shelf *shelf, uint32_t product)
{
	const char *name = shelf->name ? shelf->name[product] : NULL;

	return name ? name : crm_events_product(e, product);
}

/* the pair of a customer and a product, or m->pairs: never bought */
static size_t pair_of(const struct crm_matrix *m, uint32_t customer, uint32_t product)
{
	if (customer < m->customers)
		for (size_t i = m->row[customer]; i < m->row[customer + 1u]; i++)
			if (m->product[i] == product)
				return i;
	return m->pairs;
}

int crm_reason_due(const struct crm_matrix *m, uint32_t customer, uint32_t product, int64_t *day)
{
	size_t i = pair_of(m, customer, product);

	if (i == m->pairs || m->last[i] == m->first[i])
		return 0;
	*day = m->last[i] + ((int64_t)m->last[i] - m->first[i]) / (m->count[i] - 1);
	return 1;
}

static void own_history(struct crm_buf *buf, const struct crm_matrix *m, uint32_t customer, uint32_t product)
{
	size_t i = pair_of(m, customer, product);
	char day[CRM_DATE_LEN];

	if (i == m->pairs)
		return;
	if (m->count[i] == 1)
		crm_buf_puts(buf, "bought once");
	else
		crm_buf_printf(buf, "bought %u times", (unsigned)m->count[i]);
	if (m->last[i])        /* 0: purchases without dates */
		crm_buf_printf(buf, ", last %s", crm_date_print(m->last[i], day));
}

void crm_reason_text(struct crm_buf *buf, const struct crm_rank *k, const struct crm_events *e,
		     const struct crm_shelf *shelf, uint32_t customer, const struct crm_batch_item *item)
{
	crm_buf_reset(buf);
	if (k->mode != CRM_RANK_NEW)
		own_history(buf, k->m, customer, item->offer.item);
	if (buf->n)
		return;
	for (uint32_t i = 0; i < item->reasons; i++) {
		if (i)
			crm_buf_puts(buf, "; ");
		if (!i || item->follows[i] != item->follows[i - 1])
			crm_buf_puts(buf, item->follows[i] ? "follows " : "bought with ");
		crm_buf_puts(buf, called(e, shelf, item->reason[i]));
	}
	if (!item->reasons)
		crm_buf_puts(buf, "popular");
}
