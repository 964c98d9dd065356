/* Records and customers: what sources said, and the golden record chosen from it. */
#ifndef CRM_CUSTOMER_H
#define CRM_CUSTOMER_H

#include <stdint.h>

#include <crm/operation.h>
#include <crm/person.h>
#include <crm/record.h>

struct crm_record_row {
	int64_t record_id, customer_id, digest, created_op;
	int64_t delivered_op, line;         /* the delivery that brought its values */
};

/* one delivered person, ready for the store */
struct crm_delivery_row {
	int64_t source_id, layout_id, digest;
	const char *key;
	struct crm_person person;
	unsigned given;                     /* bit i: the delivery has field i; others are left alone on update */
	int has_note, has_custom;
	const char *note, *custom;          /* custom: a JSON object or ""; null takes a key away (update only) */
	const char *raw;                    /* JSON array */
	const char *file;
	int64_t line;
};

struct crm_customers;

struct crm_customers *crm_customers_open(struct crm_store *s, struct crm_operation *op);
void crm_customers_close(struct crm_customers *m);
int crm_customers_find(struct crm_customers *m, int64_t source_id, const char *key, struct crm_record_row *out); /* 1/0/-1 */
/* A new record and its customer, written by the next flush: d's texts must live until then, but for custom.
 * Until then find does not see it. */
int crm_customers_add(struct crm_customers *m, const struct crm_delivery_row *d, struct crm_record_row *out);
int crm_customers_flush(struct crm_customers *m);      /* 0/-1 */
/* an existing record: only what differs is written, and its customer is chosen anew.  1 changed, 0 equal, -1 */
int crm_customers_update(struct crm_customers *m, const struct crm_delivery_row *d, const struct crm_record_row *row);
/* chooses the customer's values by the store's rules (crm/golden.h); writes only what differs */
int crm_customers_rebuild(struct crm_customers *m, int64_t customer_id);
/* the survivor of an absorbed id, or the id itself; 0 when there is none, -1 */
int64_t crm_customers_resolve(struct crm_customers *m, int64_t customer_id);

/* the golden record: texts valid until the next call.  1, 0 there is none, -1 */
int crm_customers_person(struct crm_customers *m, int64_t customer_id, struct crm_person *out);

#endif
