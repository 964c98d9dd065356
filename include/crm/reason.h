/* Why a product is offered, in words: "bought with A; B", "follows A; bought with B", "popular",
 * "bought 5 times, last 2026-08-05". */
#ifndef CRM_REASON_H
#define CRM_REASON_H

#include <crm/batch.h>
#include <crm/buf.h>
#include <crm/shelf.h>

/* shelf: names instead of ids where they are known; may be unsettled.  buf is replaced. */
void crm_reason_text(struct crm_buf *buf, const struct crm_rank *k, const struct crm_events *e,
		     const struct crm_shelf *shelf, uint32_t customer, const struct crm_batch_item *item);

/* When a product is due again: the mean gap between the customer's purchases after the last one.
 * 1 and *day, or 0: bought on one day only, or never. */
int crm_reason_due(const struct crm_matrix *m, uint32_t customer, uint32_t product, int64_t *day);

#endif
