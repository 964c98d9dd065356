/* A person's name in its slots: family, given and full, each written and read (kana).
 * Internal to lib/match. */
#ifndef CRM_MATCH_PERSON_H
#define CRM_MATCH_PERSON_H

#include <crm/match_table.h>

void crm_match_person_add(struct crm_match_table *t, uint32_t *row, const struct crm_cell *cells);
/* splits the full names that were written without a space, by the names that occur split elsewhere
 * in the same table; what stays unsplit is compared whole */
void crm_match_person_resolve(struct crm_match_table *t);

#endif
