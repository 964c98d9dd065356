/* Blocking rules: which rows are worth a comparison.  Internal to lib/match.
 *
 * A rule is a set of atoms (match_atom.h) of different comparisons: two rows that agree on all of them become a
 * candidate pair.
 *
 * Rules are not listed anywhere; they follow from the table: every minimal set of atoms whose expected
 * number of candidate pairs a record, N/2 times the product of the atoms' chance agreements, is small.
 * Of those so many are taken as are needed to reach nearly all of some imagined pairs of one person. */
#ifndef CRM_MATCH_RULE_H
#define CRM_MATCH_RULE_H

#include <crm/match_atom.h>

#define CRM_MATCH_RULES 32

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
void crm_match_rules_release(struct crm_match_rules *r);
/* The keys of a row under a rule: at most CRM_MATCH_PHONES, 0 = an atom is missing.  Their number. */
unsigned crm_match_rule_keys(const struct crm_match_rules *r, const struct crm_match_rule *rule,
			     const uint32_t *row, uint64_t *key);

#endif
