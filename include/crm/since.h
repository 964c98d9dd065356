/* Which records changed since a point in the log: for what is derived from records and kept beside the store. */
#ifndef CRM_SINCE_H
#define CRM_SINCE_H

#include <stddef.h>
#include <stdint.h>

#include <crm/store.h>

struct crm_since {             /* a state of the store */
	int64_t operation;         /* the last one of the log */
	int64_t record;            /* the greatest record_id */
	unsigned char hash[32];    /* of the log up to there */
};

int crm_since_now(struct crm_store *s, struct crm_since *out);     /* 0 or -1 */
/* The records that may have other values than then, are gone or new, ascending, each once; the caller frees.
 * 1; 0: that state is not of this store's past, or they are more than `most`; -1 (reported). */
int crm_since_records(struct crm_store *s, const struct crm_since *then, size_t most, int64_t **record, size_t *n);

#endif
