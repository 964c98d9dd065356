/* Names that were written without a space between family and given name.
 * Internal to lib/match. */
#ifndef CRM_MATCH_PERSON_H
#define CRM_MATCH_PERSON_H

#include <crm/match_index.h>
#include <crm/match_table.h>

/* Splits the full names that were written without a space, by the names that occur split elsewhere in the
 * same table, or by those of the index when the table holds few records of many; what stays unsplit is compared
 * whole.  With t->keep_names how often the parts occur stays in t->name_count. */
void crm_match_person_resolve(struct crm_match_table *t, const struct crm_match_index *all);

#endif
