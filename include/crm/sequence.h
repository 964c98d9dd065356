/* What is bought next: of the orders that held product i and were followed by an order with
 * something new, the part whose next order held j, new to the customer:
 * weight(i, j) = n_ij / (n_i + shrink), the `keep` largest per i.
 * Directed: a printer speaks for ink, ink hardly for a printer.  Time: Σ of products of the sizes
 * of neighbouring orders; memory: 9 bytes an event. */
#ifndef CRM_SEQUENCE_H
#define CRM_SEQUENCE_H

#include <crm/events.h>
#include <crm/weights.h>

/* end: see crm_events_hold_out, or NULL: all events */
void crm_sequence_build(struct crm_weights *w, const struct crm_events *e, const size_t *end, double shrink,
			uint32_t keep);

#endif
