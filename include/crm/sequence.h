/* What is bought next: for products i and j, how much more likely than chance j is among a
 * customer's next orders after an order with i, j not being bought before. */
#ifndef CRM_SEQUENCE_H
#define CRM_SEQUENCE_H

#include <crm/events.h>
#include <crm/neighbour.h>

/* end: see crm_events_hold_out, or NULL */
void crm_sequence_build(struct crm_weights *w, const struct crm_events *e, const size_t *end,
			const struct crm_neighbour_opts *o);

#endif
