/* The store's records into a match. */
#ifndef CRM_MATCH_STORE_H
#define CRM_MATCH_STORE_H

#include <crm/match.h>
#include <crm/person.h>
#include <crm/store.h>

/* All records ("source:key") and what was said of pairs of them, not run yet; NULL: reported.
 * Inside a crm_reading: it sees one state of the store. */
struct crm_match *crm_match_read_store(struct crm_store *s, const struct crm_lexicon *lexicon, unsigned threads);

/* a match for people, empty; and one of them with its record_id, or 0 */
struct crm_match *crm_match_store_new(const struct crm_lexicon *lexicon, unsigned threads);
/* whom undone merges had joined is said not to be the same; 0 or -1 */
int crm_match_store_undone(struct crm_store *s, struct crm_match *m);
void crm_match_store_add(struct crm_match *m, const char *id, uint32_t number, const struct crm_person *p);

#endif
