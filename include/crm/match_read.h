/* Records of any table into a match. */
#ifndef CRM_MATCH_READ_H
#define CRM_MATCH_READ_H

#include <crm/match.h>
#include <crm/reader.h>
#include <crm/reject.h>

struct crm_match_read {
	struct crm_reader_opts in;
	struct crm_reject_opts reject;
	const char *id;                /* column of the record's id; NULL: record_id, or the header's only id */
	const char *compare;           /* see crm_match_kinds_parse; NULL: guessed from the header and the first rows */
	const struct crm_lexicon *lexicon;
	unsigned threads;
};

/* a match that holds all rows, not run yet; NULL: reported */
struct crm_match *crm_match_read_file(const char *file, const struct crm_match_read *o);
/* answers: a table id_a,id_b,answer with yes or no (also same, different, はい, いいえ); 0 or -1 (reported).
 * Rows with an empty answer are skipped, so a review queue can be sent back half done. */
int crm_match_read_answers(struct crm_match *m, const char *file, const struct crm_reader_opts *in);
/* a kept model (see crm_match_use_model); 0 or -1 (reported) */
int crm_match_read_model(struct crm_match *m, const char *file);

#endif
