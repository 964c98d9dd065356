/* Records on their way into a table: cleaned by several threads, interned by one, in order.
 * Internal to lib/match. */
#ifndef CRM_MATCH_FEED_H
#define CRM_MATCH_FEED_H

#include <crm/match_table.h>

struct crm_lexicon;
struct crm_match_feed;

struct crm_match_feed *crm_match_feed_new(struct crm_match_table *t, const struct crm_lexicon *lexicon,
					  unsigned threads);
void crm_match_feed_free(struct crm_match_feed *f);
void crm_match_feed_add(struct crm_match_feed *f, const char *id, uint32_t number, const struct crm_cell *cells);
void crm_match_feed_flush(struct crm_match_feed *f);   /* all that were added are in the table */

#endif
