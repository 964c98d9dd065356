/* The digest of an input, made by another thread while its rows are imported. */
#ifndef CRM_DIGEST_H
#define CRM_DIGEST_H

#include <crm/reader.h>

struct crm_digest;

/* The reader must stay open.  A pipe's bytes are hashed as they are read: its digest is made at the end. */
struct crm_digest *crm_digest_start(struct crm_reader *in);
void crm_digest_end(struct crm_digest *d, unsigned char out[32]);      /* after the last row; waits, frees */

#endif
