#include <crm/reason.h>
#include <crm/date.h>

static const char *called(const struct crm_events *e, const struct crm_shelf *shelf, uint32_t product)
{
	const char *name = shelf->name ? shelf->name[product] : NULL;

	return name ? name : crm_events_product(e, product);
}

static void own_history(struct crm_buf *buf, const struct crm_matrix *m, uint32_t customer, uint32_t product)
{
	char day[CRM_DATE_LEN];

	if (customer >= m->customers)
		return;
	for (size_t i = m->row[customer]; i < m->row[customer + 1u]; i++) {
		uint32_t n = m->count[i];

		if (m->product[i] != product)
			continue;
		if (n == 1)
			crm_buf_puts(buf, "bought once");
		else
			crm_buf_printf(buf, "bought %u times", (unsigned)n);
		if (!m->last[i])
			return;        /* purchases without dates */
		crm_buf_printf(buf, ", last %s", crm_date_print(m->last[i], day));
		if (m->last[i] > m->first[i])
			crm_buf_printf(buf, ", due %s",
				       crm_date_print(m->last[i] + (m->last[i] - m->first[i]) / (n - 1), day));
		return;
	}
}

void crm_reason_text(struct crm_buf *buf, const struct crm_rank *k, const struct crm_events *e,
		     const struct crm_shelf *shelf, uint32_t customer, const struct crm_batch_item *item)
{
	crm_buf_reset(buf);
	if (k->mode != CRM_RANK_NEW)
		own_history(buf, k->m, customer, item->offer.item);
	if (buf->n)
		return;
	for (uint32_t i = 0; i < item->reasons; i++)
		crm_buf_printf(buf, "%s%s", i ? "; " : "bought with ", called(e, shelf, item->reason[i]));
	if (!item->reasons)
		crm_buf_puts(buf, "popular");
}
