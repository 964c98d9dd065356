/* The bytes of an index: sections of 8-byte alignment end to end, this last of all. */
#ifndef CRM_MATCH_KEPT_H
#define CRM_MATCH_KEPT_H

#include <crm/match_rule.h>

#define CRM_MATCH_KEPT_MAGIC 0x31786469686374uLL       /* in another byte order it is another number */

struct crm_match_kept_part {
	uint64_t at, n;        /* from the beginning; elements */
};

struct crm_match_kept_value {
	uint64_t hash;         /* of its text */
	uint64_t count;
};

struct crm_match_kept_atom {
	uint32_t cmp, cmp2, slot, values, view;
};

struct crm_match_kept_rule {
	uint32_t n, cap;       /* atoms; the largest block that is compared */
	uint32_t atom[4];
	struct crm_match_kept_part entry;      /* struct crm_match_entry, by key */
};

struct crm_match_kept {
	uint64_t magic, size;  /* size: of this */
	uint64_t records, width, comparisons, atoms, rules;
	double total[CRM_MATCH_SLOTS], beyond[CRM_MATCH_SLOTS];
	struct crm_match_kept_part value[CRM_MATCH_SLOTS];     /* struct crm_match_kept_value, by hash */
	struct crm_match_kept_part name[CRM_SLOT_PERSON];      /* the same */
	struct crm_match_kept_atom atom[CRM_MATCH_ATOMS];
	struct crm_match_kept_rule rule[CRM_MATCH_RULES];
	struct crm_match_kept_part link;       /* struct crm_match_entry: key and number are partners */
	struct crm_match_kept_part model;      /* text, NUL-terminated */
};

#endif
