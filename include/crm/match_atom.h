/* What rows may agree on.  Internal to lib/match.
 *
 * An atom is something of a row that two records of one person often share: a value (given name), or a
 * coarser view of it (its first letters, the year of a date). */
#ifndef CRM_MATCH_ATOM_H
#define CRM_MATCH_ATOM_H

#include <crm/match_table.h>

#define CRM_MATCH_ATOMS 40

struct crm_match_atom {
	unsigned cmp;          /* comparison; atoms of one comparison never meet in one rule */
	unsigned cmp2;         /* a second one for both names together (of slot and slot + 1), else == cmp */
	unsigned slot, values; /* slots that hold alternatives */
	int parent;            /* the coarser atom that it implies, or -1 */
	unsigned view;         /* what it sees of the value: all of it, its first letters, the year … */
	uint32_t *code;        /* value → what it sees, 0 nothing; a hash of text, the same in every table */
	double chance;         /* that two records agree on it */
	double filled;         /* share of the records that have it */
	int coarse;            /* a view, not the value */
};

/* The atoms of a table, into an array for CRM_MATCH_ATOMS of them: their number.  The caller frees their codes. */
size_t crm_match_atoms_make(struct crm_match_atom *atom, const struct crm_match_table *t);
const char *crm_match_atom_view(const struct crm_match_atom *a);       /* "", "first letters", "year" …: for reports */
/* The codes of atoms that were kept, for another table of the same comparisons; 0, or -1: they do not fit. */
int crm_match_atoms_restore(struct crm_match_atom *atom, size_t n, const struct crm_match_table *t);

#endif
