/* What people said of pairs: a table id_a,id_b,answer with yes or no (also same, different, はい, いいえ).
 * Rows with an empty answer are skipped, so a review queue can be sent back half done. */
#ifndef CRM_ANSWERS_H
#define CRM_ANSWERS_H

#include <crm/operation.h>
#include <crm/reader.h>
#include <crm/writer.h>

struct crm_answers;

struct crm_answer {
	const char *a, *b;             /* until the next one */
	int same;
};

/* NULL: reported */
struct crm_answers *crm_answers_open(const char *file, const struct crm_reader_opts *in);
int crm_answers_next(struct crm_answers *s, struct crm_answer *out);   /* 1, 0 the end, -1 reported */
void crm_answers_close(struct crm_answers *s);                         /* NULL is allowed */

/* All answers of a file become decisions of the store, in one operation; what was remembered is printed.
 * Records that there are not are named (a finding) and left out; the last word on a pair counts.  0 or -1. */
int crm_answers_keep(struct crm_store *s, const struct crm_operation_opts *op, const char *file,
		     const struct crm_reader_opts *in, const struct crm_writer_opts *out);

#endif
