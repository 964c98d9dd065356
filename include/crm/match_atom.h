/* Blocking keys: atoms and the rules made of them.  Internal to lib/match.
 *
 * An atom is something of a row that two records of one person often share: a value (given name), or a
 * coarser view of it (its first letters, the year of a date).  A rule is a set of atoms of different
 * comparisons: two rows that agree on all of them become a candidate pair.
 *
 * Rules are not listed anywhere; they follow from the table: every minimal set of atoms whose expected
 * number of candidate pairs a record, N/2 times the product of the atoms' chance agreements, is small.
 * Of those so many are taken as are needed to reach nearly all of some imagined pairs of one person. */
#ifndef CRM_MATCH_ATOM_H
#define CRM_MATCH_ATOM_H

#include <crm/match_table.h>

#define CRM_MATCH_ATOMS 40
#define CRM_MATCH_RULES 32

struct crm_match_atom {
	unsigned cmp;          /* comparison; atoms of one comparison never meet in one rule */
	unsigned cmp2;         /* a second one for both names together, else == cmp */
	unsigned slot, values; /* slots that hold alternatives */
	int parent;            /* the coarser atom that it implies, or -1 */
	unsigned view;         /* what it sees of the value: all of it, its first letters, the year … */
	uint32_t *code;        /* value → what it sees, 0 nothing; a hash of text, the same in every table */
	double chance;         /* that two records agree on it */
	double filled;         /* share of the records that have it */
	int coarse;            /* a view, not the value */
};

struct crm_match_rule {
	unsigned char atom[3];
	unsigned n;
	double pairs;          /* expected a record */
};

struct crm_match_rules {
	struct crm_match_atom atom[CRM_MATCH_ATOMS];
	size_t natoms;
	struct crm_match_rule rule[CRM_MATCH_RULES];
	size_t n;
	double budget;         /* pairs a record that one rule may cost */
};

void crm_match_rules_make(struct crm_match_rules *r, const struct crm_match_table *t);
const char *crm_match_atom_view(const struct crm_match_atom *a);       /* "", "first letters", "year" …: for reports */
/* The codes of atoms that were kept, for another table of the same comparisons; 0, or -1: they do not fit. */
int crm_match_atoms_restore(struct crm_match_rules *r, const struct crm_match_table *t);
void crm_match_rules_release(struct crm_match_rules *r);
/* The keys of a row under a rule: at most CRM_MATCH_PHONES, 0 = an atom is missing.  Their number. */
unsigned crm_match_rule_keys(const struct crm_match_rules *r, const struct crm_match_rule *rule,
			     const uint32_t *row, uint64_t *key);

#endif
