/* The rows of one person, copied out of a stream whose records last only until the next one:
 * `struct crm_rowset g = { 0 };` add while the person stays the same, use g.row[0..n-1], clear, go on. */
#ifndef CRM_ROWSET_H
#define CRM_ROWSET_H

#include <stddef.h>

#include <crm/record.h>

struct crm_rowset {
	struct crm_record *row;
	size_t n, cap;
};

void crm_rowset_add(struct crm_rowset *g, const struct crm_record *r);
void crm_rowset_clear(struct crm_rowset *g);           /* no rows; frees everything */

#endif
