/* Purchases from files and pipes. */
#ifndef CRM_PURCHASE_READ_H
#define CRM_PURCHASE_READ_H

#include <crm/json.h>
#include <crm/purchase.h>
#include <crm/reader.h>
#include <crm/reject.h>
#include <crm/shelf.h>

struct crm_purchase_read {
	const struct crm_reader_opts *in;
	const char *columns;           /* --columns, or NULL */
	struct crm_jq *where;          /* rows that count, or NULL */
	struct crm_rejects *rejects;
	int64_t as_of;                 /* see purchase.h */
	int future;
	long long rows, left_out, later;       /* counted; left out: returned or cancelled */
};

/* Reads the stream to its end: 0, or -1 (reported).  A stream without a column product_id lists
 * customers: it is left open at its first record in *customers, which must have been NULL. */
int crm_purchase_read(struct crm_purchase_read *p, const char *name, int test, struct crm_events *e,
		      struct crm_shelf *shelf, struct crm_reader **customers);
/* what was left out */
void crm_purchase_read_say(const struct crm_purchase_read *p);

#endif
