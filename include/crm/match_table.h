/* The records to be matched, as rows of interned values.  Internal to lib/match.
 *
 * A row is `width` numbers, one a slot.  A slot belongs to a comparison (or to the person's name) and
 * holds a value of its dictionary, 0 = missing.  Rows are sorted by record id before anything is
 * computed, so that no result depends on the order of input. */
#ifndef CRM_MATCH_TABLE_H
#define CRM_MATCH_TABLE_H

#include <crm/buf.h>
#include <crm/match_dict.h>
#include <crm/match_kind.h>
#include <crm/record.h>

#define CRM_MATCH_CMPS 16      /* comparisons at most: levels of a pair fit a 64-bit word */
#define CRM_MATCH_SLOTS 48
#define CRM_MATCH_PHONES 2     /* values kept of a comparison that may have several */

/* slots of the person's name, when there is one; full = as written, when it cannot be split too */
enum { CRM_SLOT_FAMILY, CRM_SLOT_GIVEN, CRM_SLOT_FULL, CRM_SLOT_FAMILY_KANA, CRM_SLOT_GIVEN_KANA,
       CRM_SLOT_FULL_KANA, CRM_SLOT_PERSON };
/* slots of an address, counted from the comparison's first */
enum { CRM_ADDR_SLOT_POSTAL, CRM_ADDR_SLOT_TOWN, CRM_ADDR_SLOT_BLOCK, CRM_ADDR_SLOT_ROOM, CRM_ADDR_SLOTS };
/* slots of an e-mail comparison: the addresses, then their parts before the @ */

struct crm_match_key;

struct crm_match_cmp {
	enum crm_match_type type;
	char *name;            /* the first column's name, for people */
	unsigned slot;         /* its first slot */
	unsigned values;       /* slots that hold alternative values: 1, or CRM_MATCH_PHONES */
};

struct crm_match_slot {
	struct crm_match_dict *dict;   /* shared by slots whose values may be compared */
	uint32_t *count;               /* records that have value v in this slot; after _seal */
	/* log2 of its share of those who have any, < 0: how rare the value is */
	float *bits;
	double total;                  /* records that have any; copies of one row count once, as in count */
	double beyond;                 /* records with other values that a larger table would hold */
	int owner;                     /* frees dict */
};

struct crm_match_table {
	struct crm_match_cmp cmp[CRM_MATCH_CMPS];
	size_t ncmp;
	struct crm_match_slot slot[CRM_MATCH_SLOTS];
	size_t width;
	int person;            /* the first CRM_SLOT_PERSON slots are there */
	uint32_t *row;         /* n * width */
	size_t n, cap;
	/* record → the first of its equal rows where there are very many, else itself */
	uint32_t *copy_of;
	uint32_t *lot;         /* record → a number drawn by its id: samples by it change little with a few records more */
	uint32_t *number;      /* record → the caller's number of it, or 0; NULL: it gave none */
	uint32_t *name_count[CRM_SLOT_PERSON];         /* kept of parts of names as written, see match_person.h; or NULL */
	int keep_names;
	size_t *id_at;         /* record ids end to end in `ids`, NUL-terminated */
	size_t id_cap;
	struct crm_buf ids;
	/* columns */
	enum crm_match_kind *kind;
	unsigned char *cmp_of; /* column → comparison */
	size_t columns;
};

/* names may be NULL; what cannot be compared is ignored */
struct crm_match_table *crm_match_table_new(const enum crm_match_kind *kinds, const char *const *names,
					    size_t n);
void crm_match_table_free(struct crm_match_table *t);
/* Rows are added in two steps: first n ids, which gives the number of the first new row; then the key texts
 * of these rows (see match_keys.h), each part of the dictionaries by a thread of its own.
 * number: the caller's own of each, 0 none */
size_t crm_match_table_extend(struct crm_match_table *t, const char *const *id, const uint32_t *number, size_t n);
void crm_match_table_put(struct crm_match_table *t, size_t first, size_t n, const struct crm_match_key *key,
			 const char *text, unsigned part, unsigned parts);
/* after the last record: sorts by id, splits names that no dictionary knew, counts values.
 * 0, or -1 with *twice = a record id that occurs twice. */
int crm_match_table_seal(struct crm_match_table *t, const char **twice);
/* the same for few records of many: what is known of all of them is in the index */
struct crm_match_index;
int crm_match_table_seal_few(struct crm_match_table *t, const struct crm_match_index *all, const char **twice);

/* the counts are not needed any more, once rules and a first model were made and an index was kept */
void crm_match_table_forget_counts(struct crm_match_table *t);

static inline const uint32_t *crm_match_row(const struct crm_match_table *t, size_t i)
{
	return t->row + i * t->width;
}

static inline const char *crm_match_id(const struct crm_match_table *t, size_t i)
{
	return t->ids.s + t->id_at[i];
}

#endif
