/* Rows that cannot go in: all complaints on stderr, and with --rejects the rows come out as they
 * came in, followed by three cells _line,_field,_error: mend and feed again (a reader's user drops
 * these three columns).  A ragged row keeps its own number of cells, so it is ragged again until mended. */
#ifndef CRM_REJECT_H
#define CRM_REJECT_H

#include <crm/opt.h>
#include <crm/record.h>

struct crm_reject_opts {
	const char *file;          /* --rejects FILE */
	const char *max;           /* --max-rejects N or P%; with neither any rejected row fails the run */
};

extern const struct crm_opt crm_reject_options[];

struct crm_rejects;

/* 1, or 0: the file is one of the inputs ("-", or none: standard input), which it would destroy (reported) */
int crm_rejects_spare(const struct crm_reject_opts *o, char **input, int inputs);
/* the file is emptied with the first row, not before */
struct crm_rejects *crm_rejects_open(const struct crm_reject_opts *o);   /* NULL: reported */
/* "file:line: field: 'value' reason" on stderr (status 1); the row to the file once, with its first
 * complaint.  field NULL: the whole row.  0 or -1 (I/O, too many). */
int crm_reject(struct crm_rejects *r, const struct crm_record *rec, const char *field, const char *value,
	       const char *reason);
/* of records with more columns than `width` the others were made of these, and do not come out; 0: none */
void crm_rejects_width(struct crm_rejects *r, size_t width);
void crm_reject_count_row(struct crm_rejects *r);      /* one more row was read: for P% */
long long crm_rejects_count(const struct crm_rejects *r);
int crm_rejects_stop(struct crm_rejects *r);           /* 1: nothing may be written (a row was rejected and no option allows it, or too many) */
int crm_rejects_close(struct crm_rejects *r);          /* 0 or -1 */

#endif
