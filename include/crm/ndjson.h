/* Records from NDJSON: one object a line (parsed by libjq).
 *
 * The first object names the columns.  A later object may lack some (empty cells); one with a name
 * the first lacks is delivered with rec->error.  null is the empty cell; numbers keep their digits,
 * but an integer beyond 2^53 is refused (write it as text), as is a name given twice; true and false
 * are words; arrays and objects stay JSON text. */
#ifndef CRM_NDJSON_H
#define CRM_NDJSON_H

#include <crm/bytes.h>
#include <crm/record.h>

struct crm_ndjson;

struct crm_ndjson *crm_ndjson_open(struct crm_bytes *in, const char *name);
void crm_ndjson_close(struct crm_ndjson *j);           /* NULL is allowed; `in` stays open */
/* the names of the first object, which crm_ndjson_next gives again; none for an empty input: 0 or -1 */
int crm_ndjson_header(struct crm_ndjson *j, struct crm_fields *fields);
int crm_ndjson_next(struct crm_ndjson *j, const struct crm_fields *fields, struct crm_record *rec); /* 1, 0 or -1 */

#endif
