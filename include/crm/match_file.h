/* The index of a store's records (see match_index.h), in a file beside the store: STORE-match, for its owner's eyes
 * alone.  It may be removed at any time; the next crm-dedupe of the whole store makes it anew. */
#ifndef CRM_MATCH_FILE_H
#define CRM_MATCH_FILE_H

#include <crm/match.h>
#include <crm/since.h>

/* stores of fewer records are read as a whole each time */
#define CRM_MATCH_FILE_RECORDS 5000

/* Writing: what the match keeps while it runs goes to a new file, which takes its place when all of it is there.
 * NULL: not here (a small store, a folder that cannot be written); there is no harm in that. */
struct crm_match_file_out;
struct crm_match_file_out *crm_match_file_write(struct crm_store *s, struct crm_match *m);
void crm_match_file_written(struct crm_match_file_out *f, int good);   /* not good: nothing changes; NULL is allowed */

/* Reading: NULL when there is none that this program made and can use. */
struct crm_match_file;
struct crm_match_file *crm_match_file_open(struct crm_store *s);
void crm_match_file_close(struct crm_match_file *f);                   /* NULL is allowed */
const struct crm_match_index *crm_match_file_index(const struct crm_match_file *f);
const struct crm_since *crm_match_file_state(const struct crm_match_file *f);  /* the store when it was made */

#endif
