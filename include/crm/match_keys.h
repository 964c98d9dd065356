/* A record's cells as the key texts of its slots: what is interned.  Reads only the table's layout, so
 * several threads may clean records of one table.  Internal to lib/match. */
#ifndef CRM_MATCH_KEYS_H
#define CRM_MATCH_KEYS_H

#include <crm/match_clean.h>
#include <crm/match_table.h>

struct crm_match_key {
	uint32_t at, n;        /* in the text; n == 0: no value */
};

/* appends to text; key has t->width elements */
void crm_match_keys_make(const struct crm_match_table *t, struct crm_match_clean *c,
			 const struct crm_cell *cells,
			 struct crm_match_key *key, struct crm_buf *text);

#endif
