/* Values that stand for "none": the shop's own phone, noreply@, 1900-01-01.  They are taken out of the
 * rows, so that they neither agree nor differ.  Internal to lib/match.
 *
 * A phone, e-mail or personal number is a placeholder when more than 8 records have it and more than half
 * of those have names of their own; a date when it is on more than 8 records and 20 times the usual. */
#ifndef CRM_MATCH_PLACEHOLDER_H
#define CRM_MATCH_PLACEHOLDER_H

#include <crm/match_table.h>

void crm_match_placeholders_remove(struct crm_match_table *t);         /* crm_note names each; their count is 0 then */
/* 1: the slot is the first of a comparison that may have placeholders */
int crm_match_placeholders_in(const struct crm_match_table *t, unsigned slot);
/* takes those out whose count is known to be 0 */
void crm_match_placeholders_clear(struct crm_match_table *t);

#endif
