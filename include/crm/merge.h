/* Merging: records of one person are pointed at one customer; nothing is copied or lost. */
#ifndef CRM_MERGE_H
#define CRM_MERGE_H

#include <stdint.h>

#include <crm/operation.h>

struct crm_merge;

struct crm_merge *crm_merge_open(struct crm_store *s, struct crm_operation *op);
void crm_merge_close(struct crm_merge *m);

/* "source:key" → the record; 0 there is none, -1 */
int64_t crm_merge_record(struct crm_merge *m, const char *record);
/* "source:key" of a record, in buf (reset first): 0 or -1 */
struct crm_buf;
int crm_merge_record_name(struct crm_merge *m, int64_t record_id, struct crm_buf *out);

/* the customer of a record; -1: there is none */
int64_t crm_merge_customer(struct crm_merge *m, int64_t record_id);

/* Says that two records are the same person (1) or are not (0); kept for ever, the last word counts. */
int crm_merge_decide(struct crm_merge *m, int64_t a, int64_t b, int same, double score, const char *reason);
/* The records of a group become one customer, the one with the smallest id; the others' ids become
 * aliases.  *survivor: its id.  1 merged, 0 they were one already or
 * *why names why not ("record A and B were said not to be the same"), -1 */
int crm_merge_group(struct crm_merge *m, const int64_t *record, size_t n, int64_t *survivor, const char **why);

/* the absorbed ids of the last merged group, ascending; valid until the next */
const int64_t *crm_merge_absorbed(const struct crm_merge *m, size_t *n);

#endif
