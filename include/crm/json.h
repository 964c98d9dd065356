/* JSON and jq.  The only place of libjq.  Expressions are sandboxed: no environment, no ~/.jq, no
 * input, no modules, no output of their own; a time and memory bound per run. */
#ifndef CRM_JSON_H
#define CRM_JSON_H

#include <crm/buf.h>
#include <crm/record.h>

void crm_json_text(struct crm_buf *out, const char *s, size_t n);    /* a JSON string literal */
/* {"a":"…","b":null}: empty cells are null; column order kept */
void crm_json_record(struct crm_buf *out, const struct crm_fields *f, const struct crm_cell *cells, size_t n);

struct crm_jq;

/* what: for messages ("--where").  NULL: does not compile, or uses what is forbidden (reported). */
struct crm_jq *crm_jq_open(const char *program, const char *what);
/* --where: 1 keep, 0 drop, -1 the expression failed on this record (reported with file:line).
 * The record is an object of its cells: empty cell = null, a cell of a numeric column (given by
 * crm_jq_numbers) = number, else text.  Custom fields are plain keys. */
int crm_jq_test(struct crm_jq *q, const struct crm_record *rec);
void crm_jq_numbers(struct crm_jq *q, const char *const *names, size_t n);
/* --map: the first output, an object: 1, 0 (empty: skip the row) or -1.  names becomes its keys, values their
 * texts one behind the other, each ended by a NUL; null is "". */
int crm_jq_map(struct crm_jq *q, const struct crm_record *rec, struct crm_fields *names, struct crm_buf *values);
void crm_jq_close(struct crm_jq *q);

#endif
