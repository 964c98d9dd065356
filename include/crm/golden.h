/* The golden record: a customer's values, chosen from its records by the store's rules (crm/survivor.h).
 * Whatever writes records calls it, so customers can always be rebuilt from records and rules. */
#ifndef CRM_GOLDEN_H
#define CRM_GOLDEN_H

#include <stdint.h>

#include <crm/operation.h>
#include <crm/survivor.h>

struct crm_golden;

struct crm_golden *crm_golden_open(struct crm_store *s, struct crm_operation *op);
void crm_golden_close(struct crm_golden *g);                       /* NULL is allowed */
/* chooses the values of one customer; writes only what differs.  0 or -1 */
int crm_golden_rebuild(struct crm_golden *g, int64_t customer_id);

/* all customers, by the rules as they are now: how many changed, or -1 */
int64_t crm_golden_rebuild_all(struct crm_store *s, struct crm_operation *op);
/* the store's rules from now on; customers are as they were until they are rebuilt.  0 or -1 */
int crm_golden_set_rules(struct crm_store *s, struct crm_operation *op, const struct crm_survivor_rules *rules);
/* the trust of a source: 1, 0 there is none, -1 */
int crm_golden_trust(struct crm_store *s, const char *source, int64_t trust);

#endif
