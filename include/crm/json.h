/* JSON and jq.  The only place of libjq.  Expressions are sandboxed: no environment, no ~/.jq, no
 * input, no modules, no output of their own; a time and memory bound per run. */
#ifndef CRM_JSON_H
#define CRM_JSON_H

#include <crm/buf.h>
#include <crm/record.h>

void crm_json_text(struct crm_buf *out, const char *s, size_t n);    /* a JSON string literal */
/* {"a":"…","b":null,"c":1.5}: empty cells are null, cells of a column of numbers that look like one are
 * numbers; column order kept */
void crm_json_record(struct crm_buf *out, const struct crm_fields *f, const struct crm_cell *cells, size_t n);

struct crm_jq;

/* what: for messages ("--where").  NULL: does not compile, or uses what is forbidden (reported). */
struct crm_jq *crm_jq_open(const char *program, const char *what);
/* 0, or -1: the expression names a column that is not there (reported).  To be called as soon as the header is
 * known: jq takes what is missing for null, and a mistyped name would choose nothing, silently. */
int crm_jq_header(struct crm_jq *q, const struct crm_fields *f);
/* for a program that makes objects, whose own names f has too: a warning for each name that is no column */
void crm_jq_warn(const struct crm_jq *q, const struct crm_fields *f);
/* --where: 1 keep, 0 drop, -1 the expression failed on this record (reported with file:line).
 * The record is an object of its cells: empty cell = null, a cell of a column of numbers = number, else
 * text.  Custom fields are plain keys. */
int crm_jq_test(struct crm_jq *q, const struct crm_record *rec);
/* What a program makes of one record: its outputs, each an object or an array of objects, in order.
 * texts: key, value, key, value … of the first object, each with a NUL behind it and the keys in byte order;
 * an empty key ends the object.  null is "", what is neither null nor text is JSON. */
struct crm_jq_objects {
	size_t n;
	struct crm_buf texts;
};

/* 0 (n is 0 where the program gave nothing), or -1: it failed, crm_jq_error() says why (not reported) */
int crm_jq_objects(struct crm_jq *q, const struct crm_record *rec, struct crm_jq_objects *out);
const char *crm_jq_error(const struct crm_jq *q);
void crm_jq_close(struct crm_jq *q);

#endif
