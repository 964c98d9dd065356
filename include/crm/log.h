/* The rows of the log, for people. */
#ifndef CRM_LOG_H
#define CRM_LOG_H

#include <crm/rows.h>

/* sha: only the operations with this output digest (32 bytes), or NULL for all */
struct crm_rows *crm_log_open(struct crm_store *s, const unsigned char *sha);
void crm_log_digest_bytes(const void *bytes, size_t n, unsigned char sha[32]);
int crm_log_digest(const char *file, unsigned char sha[32]);       /* SHA-256 of a file: 0 or -1 */

#endif
