/* Sorting more items of one size than memory should hold: sorted runs in an unlinked temporary file
 * ($TMPDIR), merged at the end.  Memory: twice `keep` items, or one block a run.
 *
 *	add … add, then next until 0 */
#ifndef CRM_SORTER_H
#define CRM_SORTER_H

#include <stddef.h>
#include <stdint.h>

struct crm_sorter;

/* compare as for qsort; items that compare equal come out in any order.  key: what compare looks at first, as a number;
 * most of the work is done by it, in linear time. */
struct crm_sorter *crm_sorter_new(size_t size, size_t keep, uint64_t (*key)(const void *),
				  int (*compare)(const void *, const void *));
int crm_sorter_add(struct crm_sorter *s, const void *item);        /* 0, or -1: the file cannot be written (reported) */
int crm_sorter_next(struct crm_sorter *s, void *item);             /* 1, 0, -1 (reported) */
void crm_sorter_free(struct crm_sorter *s);                        /* NULL is allowed */

#endif
