/* Candidate pairs: rows that share the keys of a blocking rule.  Internal to lib/match.
 *
 *	struct crm_match_blocks *b = crm_match_blocks_new(t, rules);
 *	for (size_t r = 0; r < rules->n; r++) {
 *		crm_match_blocks_rule(b, r);
 *		crm_match_pairs_start(b, &it, 0, 1);
 *		while (crm_match_pairs_next(b, &it)) … it.a < it.b …
 *	}
 *
 * A pair comes once, by the first rule that holds it.  Blocks that are too large for the rule's budget of
 * pairs are left out (and counted), so the work is never quadratic. */
#ifndef CRM_MATCH_BLOCK_H
#define CRM_MATCH_BLOCK_H

#include <crm/match_rule.h>
#include <crm/radix.h>

struct crm_match_keep;

struct crm_match_block_report {
	uint64_t pairs;        /* before pairs of earlier rules are taken out */
	uint32_t cap;          /* largest block taken */
	uint32_t skipped;      /* blocks left out */
	uint32_t largest;      /* records in the largest block */
};

struct crm_match_blocks {
	const struct crm_match_table *t;
	const struct crm_match_rules *rules;
	uint32_t *no;          /* record × columns: the block it is in, 0 none */
	size_t columns;
	unsigned first[CRM_MATCH_RULES + 1];   /* rule → its columns first[r] … first[r+1]-1 */
	size_t rule;           /* the one whose blocks are loaded */
	uint64_t *entry;       /* the upper half of a record's key, and the record */
	size_t entries;
	size_t *start;         /* block k: entry[start[k]] … entry[start[k+1]-1] */
	size_t blocks, start_cap;
	struct crm_match_block_report report[CRM_MATCH_RULES];
	struct crm_match_keep *keep;
};

struct crm_match_pairs {
	uint32_t a, b;         /* the pair, a < b */
	size_t block, end, i, j;
};

/* keep: an index that gets the records of each rule (see match_keep.h), or NULL */
struct crm_match_blocks *crm_match_blocks_new(const struct crm_match_table *t,
					      const struct crm_match_rules *rules, struct crm_match_keep *keep);
void crm_match_blocks_free(struct crm_match_blocks *b);
void crm_match_blocks_rule(struct crm_match_blocks *b, size_t rule);
/* part p of `parts`, of about equal numbers of pairs */
void crm_match_pairs_start(const struct crm_match_blocks *b, struct crm_match_pairs *it, unsigned p,
			   unsigned parts);
int crm_match_pairs_next(const struct crm_match_blocks *b, struct crm_match_pairs *it);

#endif
