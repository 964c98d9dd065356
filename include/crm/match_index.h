/* What is kept of a run over many records, so that a few new ones can be compared with them without reading them
 * all: under each blocking key the records that have it, how often values occur, which pairs were good, the model.
 * Names and numbers are hashed: an index says nothing about a person.
 *
 *	crm_match_keep(m, put, to);                    before crm_match_run, every record added with a number
 *	…
 *	struct crm_match_index *all = crm_match_index_new(bytes, n);
 *	crm_match_use_index(m, all)                    see match.h
 *
 * Made for one version of the program on one machine: whoever keeps it tells whether it is still good. */
#ifndef CRM_MATCH_INDEX_H
#define CRM_MATCH_INDEX_H

#include <stddef.h>
#include <stdint.h>

#define CRM_MATCH_RARE 3u      /* values of fewer records are not told from those of so many */

struct crm_match_index;

/* takes the next bytes of an index; 0 or -1 (reported) */
typedef int crm_match_put_fn(void *to, const void *data, size_t n);

/* data must outlive it and be aligned to 8 bytes; NULL: this is no index, or not a whole one */
struct crm_match_index *crm_match_index_new(const void *data, size_t n);
void crm_match_index_free(struct crm_match_index *all);        /* NULL is allowed */

struct crm_match_entry {
	uint32_t key, number;
};
/* the records with which this one made a good pair: entry[…].number */
const struct crm_match_entry *crm_match_index_partners(const struct crm_match_index *all, uint32_t number, size_t *n);

/* ---- for lib/match ---- */

struct crm_match_rules;
struct crm_match_table;

uint64_t crm_match_index_records(const struct crm_match_index *all);
/* records with this value in the slot: 0 for a placeholder, 1 where nothing is known */
uint32_t crm_match_index_count(const struct crm_match_index *all, unsigned slot, const char *value);
void crm_match_index_totals(const struct crm_match_index *all, unsigned slot, double *total, double *beyond);
/* records that have this part of a name, as it was written */
uint32_t crm_match_index_name(const struct crm_match_index *all, unsigned slot, const char *s, size_t n);
/* 0, or -1: the index is of other comparisons */
int crm_match_index_rules(const struct crm_match_index *all, const struct crm_match_table *t,
			  struct crm_match_rules *rules);
/* the records under a key; *n = 0 where they are too many to be compared with */
const struct crm_match_entry *crm_match_index_block(const struct crm_match_index *all, size_t rule, uint64_t key,
						    size_t *n);
/* may so many new records with this key be compared with each other? */
int crm_match_index_allows(const struct crm_match_index *all, size_t rule, uint64_t key, size_t fresh);
const char *crm_match_index_model(const struct crm_match_index *all);

#endif
