/* Rows of a delivery, some hundred at a time, so that a second thread can normalise them while the first
 * one reads and writes. */
#ifndef CRM_IMPORT_BATCH_H
#define CRM_IMPORT_BATCH_H

#include <stdatomic.h>
#include <stdint.h>

#include <crm/buf.h>
#include <crm/intake.h>
#include <crm/record.h>
#include <crm/rowset.h>

#define CRM_IMPORT_BATCH 256

/* what of a row is kept as it was delivered */
struct crm_import_layout {
	size_t *column, n;
	size_t mapped;                 /* the columns from here on are made of those before; 0: there are none */
	uint64_t hash;                 /* of the header and of the rules */
};

struct crm_import_item {
	struct crm_intake *intake;
	struct crm_intake_row row;     /* once normalised */
	struct crm_buf raw;            /* once normalised: the cells as a JSON array */
	int64_t digest;                /* of the cells, layout and rules */
	int has_digest;
	const char *failure;           /* NULL, or why the row cannot go in */
	int settled;                   /* the store has it already: no need to normalise */
	int64_t record_id;             /* where it has it */
};

struct crm_import_batch {
	const struct crm_import_layout *layout;
	struct crm_rowset rows;
	atomic_size_t next;            /* the row to be normalised next, by whichever thread has time */
	int64_t written_before;        /* how many rows this run had written when these were looked up */
	struct crm_import_item item[CRM_IMPORT_BATCH];
};

struct crm_import_batch *crm_import_batch_new(const struct crm_intake *intake, const struct crm_import_layout *layout);
void crm_import_batch_free(struct crm_import_batch *b);    /* NULL is allowed */
/* copies the row in; the batch must not be full */
struct crm_import_item *crm_import_batch_add(struct crm_import_batch *b, const struct crm_record *rec);
int crm_import_batch_is_full(const struct crm_import_batch *b);
void crm_import_batch_clear(struct crm_import_batch *b);
void crm_import_item_digest(struct crm_import_item *item, const struct crm_record *rec,
			    const struct crm_import_layout *l);
/* the row and its raw form */
void crm_import_item_normalise(struct crm_import_item *item, const struct crm_record *rec,
			       const struct crm_import_layout *l);
/* every row that is neither settled nor failed: a job for crm/worker.h, in which another thread may join in */
void crm_import_batch_normalise(void *batch);

#endif
