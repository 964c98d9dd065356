/* Rows that belong together (of one person, of one order), copied out of a stream whose records last only
 * until the next one: `struct crm_rowset g = { 0 };` add while they stay the same, use g.row[0..n-1], clear. */
#ifndef CRM_ROWSET_H
#define CRM_ROWSET_H

#include <stddef.h>

#include <crm/record.h>

struct crm_rowset_block {
	struct crm_cell *cell;
	size_t size;
};

struct crm_rowset {
	struct crm_record *row;
	size_t n, cap;
	struct crm_rowset_block *block;        /* owned; of each row there ever was */
	size_t blocks;
};

void crm_rowset_add(struct crm_rowset *g, const struct crm_record *r);
void crm_rowset_truncate(struct crm_rowset *g, size_t n);      /* the first n rows stay, n <= g->n; memory kept */
void crm_rowset_clear(struct crm_rowset *g);           /* no rows; memory kept */
void crm_rowset_release(struct crm_rowset *g);         /* frees everything */

#endif
