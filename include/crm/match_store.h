/* The store's records into a match. */
#ifndef CRM_MATCH_STORE_H
#define CRM_MATCH_STORE_H

#include <crm/match.h>
#include <crm/store.h>

/* All records ("source:key") and what was said of pairs of them, not run yet; NULL: reported.
 * Inside a crm_reading: it sees one state of the store. */
struct crm_match *crm_match_read_store(struct crm_store *s, const struct crm_lexicon *lexicon, unsigned threads);

#endif
