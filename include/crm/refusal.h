/* An undone merge, remembered: what it joined is not the same person. */
#ifndef CRM_REFUSAL_H
#define CRM_REFUSAL_H

#include <stdint.h>

#include <crm/operation.h>

struct crm_refusals;

/* before operation id is undone: whom it joined.  NULL: reported (nobody, it was no merge) */
struct crm_refusals *crm_refusals_of(struct crm_store *s, int64_t id);
/* after it: each customer that came back was said not to be the one that had absorbed it.  Adds to the
 * operation's changes and its count "refused"; 0 or -1. */
int crm_refusals_remember(struct crm_refusals *r, struct crm_store *s, struct crm_operation *op);
void crm_refusals_free(struct crm_refusals *r);        /* NULL is allowed */

#endif
