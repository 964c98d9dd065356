/* A few new people against all records of the store, without reading those: by the index beside it. */
#ifndef CRM_MATCH_DAILY_H
#define CRM_MATCH_DAILY_H

#include <crm/match_file.h>
#include <crm/match_list.h>
#include <crm/store.h>

/* A match that holds the new people, the records that they may be and what hangs together with those, not run yet.
 * Where an index is missing and cannot be kept it holds all records.  *m = NULL: the store is too small or the list
 * too long for that.  *index: see match_stream.h.  0, or -1 (reported).
 * An index that is too old, or none, is made first: that takes as long as a run over the whole store. */
int crm_match_daily(struct crm_store *s, const struct crm_match_list *list, const struct crm_lexicon *lexicon,
		    unsigned threads, struct crm_match **m, struct crm_match_file **index);

#endif
