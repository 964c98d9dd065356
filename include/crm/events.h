/* Purchases as (customer, product, time, order, quantity), put in an order of their own.
 *
 * Add events in any order, then settle: customers and products are renumbered 0, 1, 2 …, products by
 * the bytes of their ids, customers by length and bytes (so that numbers ascend), and nothing later
 * depends on the order of the input; the events lie customer by customer, each customer's orders from
 * the first to the last.
 * Memory: 24 bytes an event (48 while settling) + the ids. */
#ifndef CRM_EVENTS_H
#define CRM_EVENTS_H

#include <stdint.h>
#include <stddef.h>

#include <crm/map.h>

struct crm_event {
	int64_t when;          /* seconds since 1970-01-01; settled: of the last line of its order */
	uint32_t customer, product;
	uint32_t order;        /* settled: 0, 1, 2 … ascending over the whole array */
	float quantity;
};

struct crm_names {
	struct crm_map *map;   /* id text → number of first appearance */
	uint32_t *rank;        /* number of first appearance → place in order */
	uint32_t *at;          /* place in order → number of first appearance */
};

struct crm_events {
	struct crm_event *event;
	size_t n, cap;
	size_t *start;         /* settled: customers+1 offsets into event */
	uint32_t customers, products, orders;    /* settled */
	struct crm_names customer, product;
	struct crm_map *order_ids;     /* NULL once settled */
	struct crm_events_ahead *ahead;        /* added, but not events yet; NULL once settled */
};

void crm_events_init(struct crm_events *e);
void crm_events_release(struct crm_events *e);
/* texts are copied; an empty order id: events of one customer at the same time are one order */
void crm_events_add(struct crm_events *e, const char *customer, size_t customer_n, const char *product,
		    size_t product_n, const char *order, size_t order_n, int64_t when, float quantity);
void crm_events_settle(struct crm_events *e);

/* settled names: text of a number, and the number of a text (CRM_MAP_NONE: unknown) */
const char *crm_events_customer(const struct crm_events *e, uint32_t customer);
const char *crm_events_product(const struct crm_events *e, uint32_t product);
uint32_t crm_events_find_customer(const struct crm_events *e, const char *id);
uint32_t crm_events_find_product(const struct crm_events *e, const char *id);

/* end[customer]: where the events of each customer's last order begin (its start when it has one
 * order only: nobody can be tested who has no history).  customers sizes; owned by the caller. */
size_t *crm_events_hold_out(const struct crm_events *e);
/* the same for everything at or after a time */
size_t *crm_events_hold_from(const struct crm_events *e, int64_t when);
/* takes the last order of every customer who has two or more out of settled events */
void crm_events_drop_last(struct crm_events *e);

#endif
