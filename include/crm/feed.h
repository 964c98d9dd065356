/* What the store feeds to the algorithms: plain integers in the order of the tables, streamed.
 * All iterators: 1 a row, 0 the end, -1 reported; texts live until the next call. */
#ifndef CRM_FEED_H
#define CRM_FEED_H

#include <stddef.h>
#include <stdint.h>

#include <crm/history.h>
#include <crm/person.h>
#include <crm/store.h>

/* record_id → customer_id for all records: 8 bytes each */
struct crm_owners {
	int64_t *customer;         /* index record_id; 0: no such record */
	size_t n;
};

int crm_owners_load(struct crm_store *s, struct crm_owners *o);
/* each customer of a household becomes the one of them with the smallest id */
int crm_owners_by_home(struct crm_store *s, struct crm_owners *o);
void crm_owners_release(struct crm_owners *o);

struct crm_feed;

/* customers in the order of their ids: what a list of customers shows of each */
struct crm_feed_contact {
	int64_t customer_id;
	const char *name, *email, *prefecture;
};

struct crm_feed *crm_feed_contacts(struct crm_store *s);
int crm_feed_next_contact(struct crm_feed *f, struct crm_feed_contact *out);

/* what each record bought, in the order of record_id; cancelled orders are not in it.  Out lives until the next
 * call. */
struct crm_feed *crm_feed_histories(struct crm_store *s);
int crm_feed_next_history(struct crm_feed *f, int64_t *record_id, struct crm_history_reader *out);

/* order lines by record, day, order, line; only orders that count, up to and with day `until` */
struct crm_feed_line {
	int64_t record_id, day, order_id, product_id, quantity, amount;
};
struct crm_feed *crm_feed_lines(struct crm_store *s, int64_t until);
int crm_feed_next_line(struct crm_feed *f, struct crm_feed_line *out);

/* products in the order of their keys */
struct crm_feed_product {
	int64_t product_id;
	const char *key, *name, *category;
	int64_t price, stock;      /* -1: not known */
	int discontinued;
};
struct crm_feed *crm_feed_products(struct crm_store *s);
int crm_feed_next_product(struct crm_feed *f, struct crm_feed_product *out);

/* records in no order, for crm-dedupe: record is "source:key" */
struct crm_feed_record {
	int64_t record_id, customer_id;
	const char *record;
	struct crm_person person;
};
struct crm_feed *crm_feed_records(struct crm_store *s);
int crm_feed_next_record(struct crm_feed *f, struct crm_feed_record *out);

/* one record of those by its number: 1, 0 there is none, -1; any number of times, in any order */
struct crm_feed *crm_feed_any_record(struct crm_store *s);
int crm_feed_find_record(struct crm_feed *f, int64_t record_id, struct crm_feed_record *out);

/* decisions of people: record_a < record_b as "source:key" */
struct crm_feed_decision {
	const char *a, *b;
	int same;
};
struct crm_feed *crm_feed_decisions(struct crm_store *s);
int crm_feed_next_decision(struct crm_feed *f, struct crm_feed_decision *out);
/* those that name this record, and the number of the other one: crm_feed_about again for the next record */
struct crm_feed *crm_feed_any_decision(struct crm_store *s);
void crm_feed_about(struct crm_feed *f, int64_t record_id);
int crm_feed_next_about(struct crm_feed *f, struct crm_feed_decision *out, int64_t *other);

void crm_feed_close(struct crm_feed *f);   /* NULL is allowed */

#endif
