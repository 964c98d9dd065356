/* What the store's customers bought → a ledger; the ledger's customers are the store's customer ids. */
#ifndef CRM_SALES_STORE_H
#define CRM_SALES_STORE_H

#include <crm/ledger.h>
#include <crm/store.h>

/* All channels of a customer together, refunds netted, cancelled orders left out, nothing after as_of, from the
 * histories that imports keep: a few bytes an order instead of its lines.
 * orders: 1 keeps the single orders and days (CRM_LEDGER_ORDERS).  homes: 1 gives all that a household bought to its
 * customer with the smallest id.  A finished ledger, or NULL (reported). */
struct crm_ledger *crm_sales_store(struct crm_store *s, int32_t as_of, int orders, int homes);

#endif
