/* The rows of the log, for people. */
#ifndef CRM_LOG_H
#define CRM_LOG_H

#include <crm/record.h>
#include <crm/store.h>

struct crm_log;

/* sha: only the operations with this output digest (32 bytes), or NULL for all */
struct crm_log *crm_log_open(struct crm_store *s, const unsigned char *sha);
const struct crm_fields *crm_log_fields(const struct crm_log *l);
int crm_log_next(struct crm_log *l, struct crm_record *out);       /* 1/0/-1 */
void crm_log_close(struct crm_log *l);                             /* NULL is allowed */

int crm_log_digest(const char *file, unsigned char sha[32]);       /* SHA-256 of a file: 0 or -1 */

#endif
