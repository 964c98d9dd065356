/* Names that were written without a space between family and given name.
 * Internal to lib/match. */
#ifndef CRM_MATCH_PERSON_H
#define CRM_MATCH_PERSON_H

#include <crm/match_table.h>

/* splits the full names that were written without a space, by the names that occur split elsewhere
 * in the same table; what stays unsplit is compared whole */
void crm_match_person_resolve(struct crm_match_table *t);

#endif
