/* One delivered file into the store, whatever its rows are: customers, products or order lines. */
#ifndef CRM_DELIVER_H
#define CRM_DELIVER_H

#include <stdint.h>

#include <crm/norm.h>
#include <crm/operation.h>
#include <crm/record.h>
#include <crm/reject.h>
#include <crm/seen.h>

enum { CRM_AS_CUSTOMERS, CRM_AS_PRODUCTS, CRM_AS_ORDERS };

struct crm_deliver_opts {
	int as;
	const char *source, *key, *columns;    /* see intake.h, import_order.h */
	const char *map;                       /* customers: a file of field=column lines, or NULL */
	const char *map_jq;                    /* customers: a jq program that makes objects of rows, or NULL */
	struct crm_norm_opts norm;             /* customers */
	const char *file;                      /* for messages */
	int show;                              /* customers: which column is what, on stderr */
	int strict;                            /* a value that cannot be read rejects its row */
	struct crm_seen *seen;                 /* customers: of the whole run */
};

/* rows of a file; new + changed + equal + rejected = rows (order lines: changed counts orders, equal the rest) */
struct crm_deliver_counts {
	int64_t rows, added, changed, equal, rejected;
	int64_t blank;                         /* rows without any text: left out, not among rows */
	int64_t doubtful;                      /* values left out because they cannot be read */
};

struct crm_deliver;
struct crm_lexicon;

int crm_deliver_usable(const struct crm_deliver_opts *o);  /* 1, or 0: the options do not go together (reported) */
/* lexicon: for addresses, may be NULL; header and rejects: the caller's until it is closed.
 * NULL: reported */
struct crm_deliver *crm_deliver_open(struct crm_store *s, struct crm_operation *op, const struct crm_deliver_opts *o,
				     const struct crm_lexicon *lexicon, const struct crm_fields *header,
				     struct crm_rejects *rejects);
int crm_deliver_put(struct crm_deliver *d, const struct crm_record *rec);      /* 0/-1 */
/* after the last row of `file`: 0/-1 */
int crm_deliver_finish(struct crm_deliver *d, const char *file, struct crm_deliver_counts *out);
void crm_deliver_close(struct crm_deliver *d);

#endif
