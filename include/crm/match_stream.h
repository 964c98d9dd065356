/* New records of a stream against the store's. */
#ifndef CRM_MATCH_STREAM_H
#define CRM_MATCH_STREAM_H

#include <crm/match_read.h>
#include <crm/store.h>

/* before the ids of the stream's records */
#define CRM_MATCH_STREAM "-:"

/* The store's records and decisions (see crm_match_read_store), and the rows of a customer list with any known
 * header, read as crm-import reads it.  Their ids are "-:" and record_id, where the list has that column, or
 * the line.  NULL: reported. */
struct crm_match *crm_match_read_stream(struct crm_store *s, const char *file, const struct crm_match_read *o);

#endif
