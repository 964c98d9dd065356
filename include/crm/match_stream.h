/* New records of a stream against the store's. */
#ifndef CRM_MATCH_STREAM_H
#define CRM_MATCH_STREAM_H

#include <crm/match_file.h>
#include <crm/match_read.h>
#include <crm/store.h>

/* before the ids of the stream's records */
#define CRM_MATCH_STREAM "-:"

/* The rows of a customer list with any known header, read as crm-import reads it, to be compared with the store's
 * records (see crm_match_read_store).  Their ids are "-:" and record_id, where the list has that column, or the line.
 * NULL: reported.
 *
 * A few rows are compared by an index, which is made where there is none that is still good: what the match holds is
 * not the whole store then.  *index is for crm_match_file_close when the match has run; NULL in place of index: the
 * match holds all records. */
struct crm_match *crm_match_read_stream(struct crm_store *s, const char *file, const struct crm_match_read *o,
					struct crm_match_file **index);

#endif
