/* Values of one kind, interned: equal text = equal number.  0 is "no value"; values count from 1. */
#ifndef CRM_MATCH_DICT_H
#define CRM_MATCH_DICT_H

#include <stddef.h>
#include <stdint.h>

#define CRM_MATCH_DICT_LETTERS 64      /* letters kept of a value at most */

struct crm_map;

/* what most comparisons need of a value, in a quarter of a cache line */
struct crm_match_word {
	uint64_t set;          /* bit (code % 64) for every letter */
	uint32_t at;           /* letters: letter[at] … letter[at + n - 1] */
	uint16_t n, first;     /* first: the first letter, 0 none */
};

struct crm_match_dict {
	struct crm_map *map;
	uint16_t *letter;      /* code points of all values end to end, see crm_distance_decode */
	size_t letters, letter_cap;
	struct crm_match_word *word;   /* of value v; NULL: no letters are kept */
	size_t word_cap;
	uint32_t *aux;         /* of dates: YYYYMMDD as a number; else NULL */
	size_t aux_cap;
	int keep_letters;      /* 0: no distances will be asked for */
	int is_date;           /* values are eight digits */
};

struct crm_match_dict *crm_match_dict_new(int keep_letters);
void crm_match_dict_free(struct crm_match_dict *d);                        /* NULL is allowed */
uint32_t crm_match_dict_put(struct crm_match_dict *d, const char *s, size_t n);    /* n == 0: 0 */
uint32_t crm_match_dict_find(const struct crm_match_dict *d, const char *s, size_t n);     /* 0: not there */
uint32_t crm_match_dict_count(const struct crm_match_dict *d);
/* after the last _put and _find: gives back the memory that only they need */
void crm_match_dict_freeze(struct crm_match_dict *d);
/* the values turn out to be dates: those of 8 digits */
void crm_match_dict_dates(struct crm_match_dict *d);
const char *crm_match_dict_text(const struct crm_match_dict *d, uint32_t v);       /* "" for 0 */
static inline const uint16_t *crm_match_dict_letters(const struct crm_match_dict *d, uint32_t v, size_t *n)
{
	*n = d->word[v].n;
	return d->letter + d->word[v].at;
}

#endif
