/* The purchases and products of the store, for recommend/. */
#ifndef CRM_PURCHASE_FEED_H
#define CRM_PURCHASE_FEED_H

#include <crm/events.h>
#include <crm/shelf.h>
#include <crm/store.h>

/* all products to the shelf, all order lines that count up to and with day `until` as events of the
 * customers that the records belong to; returns (quantity 0 or less) are left out.  0 or -1 */
int crm_purchase_feed(struct crm_store *s, int64_t until, struct crm_events *e, struct crm_shelf *shelf);

#endif
