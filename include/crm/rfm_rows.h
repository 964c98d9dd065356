/* Customers as rows: what is known of them, then what the analysis says; from a stream of orders, from
 * the store, or behind the rows of a stream of customers. */
#ifndef CRM_RFM_ROWS_H
#define CRM_RFM_ROWS_H

#include <crm/analysis.h>
#include <crm/json.h>
#include <crm/map.h>
#include <crm/reader.h>
#include <crm/store.h>
#include <crm/writer.h>

struct crm_rfm_rows {
	/* set by the caller */
	const struct crm_analysis *analysis;
	const unsigned char *chosen;   /* by segment; NULL: all */
	struct crm_jq *where;          /* NULL: all */
	struct crm_writer *out;        /* opened on fields after crm_rfm_rows_open; NULL: only keep[] is wanted */
	/* set by crm_rfm_rows_open */
	struct crm_fields fields;
	unsigned char *keep;           /* by customer: 1 when one of his rows was kept */
	struct crm_cell *cell;
	size_t columns;
	int at[CRM_ANALYSIS_COLUMNS];  /* where our columns go: behind the others, or over one of the same name */
	struct crm_analysis_row row;
};

enum { CRM_RFM_STORE_COLUMNS = 4 };    /* customer_id, name, email, prefecture */

/* What is known: these columns, or with NULL the first of the store's.  0, or -1 (reported): where names a column
 * that is not there. */
int crm_rfm_rows_open(struct crm_rfm_rows *r, const struct crm_fields *known, size_t store_columns);
void crm_rfm_rows_release(struct crm_rfm_rows *r);

/* what is known: customer_id */
int crm_rfm_rows_of_ids(struct crm_rfm_rows *r, const struct crm_map *ids, const uint32_t *id_at_place);
/* what is known: customer_id, name, email, prefecture; customers who have bought, by id */
int crm_rfm_rows_of_store(struct crm_rfm_rows *r, struct crm_store *s);
/* What is known: the stream's own columns; customer_id is in `column`.  An absorbed id counts for its
 * survivor; an id that the store does not have gets empty cells and a complaint.  0 or -1 (reported). */
int crm_rfm_rows_of_stream(struct crm_rfm_rows *r, struct crm_store *s, struct crm_reader *in, int column);

#endif
