/* Names and places: the big tables, read from one mapped file (see crm/tables.h).
 * A lexicon is read-only: any number of threads may share it. */
#ifndef CRM_LEXICON_H
#define CRM_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#include <crm/place.h>

struct crm_lexicon;

/* The file: this head, then its parts, each at a multiple of 8, in the byte order of the machine. */
#define CRM_LEXICON_MAGIC 0x31544C58454C5243ULL        /* "CRLEXLT1" */

enum crm_lexicon_part {
	CRM_LEX_SURNAMES,      /* slots: folded surname → bearers */
	CRM_LEX_GIVEN,         /* slots: folded given name */
	CRM_LEX_PLACES,        /* slots: prefecture (0: any) and city name → first of LISTS */
	CRM_LEX_TOWNS,         /* slots: city and town name → town */
	CRM_LEX_LISTS,         /* uint32_t: cities, the last one marked CRM_LEX_LAST */
	CRM_LEX_CITY,          /* struct crm_lex_city */
	CRM_LEX_TOWN,          /* struct crm_lex_town */
	CRM_LEX_CODES,         /* struct crm_lex_code, by code */
	CRM_LEX_TEXT,          /* UTF-8 names, each NUL-terminated */
	CRM_LEX_PARTS,
};

#define CRM_LEX_LAST 0x80000000U
#define CRM_LEX_SHORT 0x40000000U                      /* the name was not the whole name */
#define CRM_LEX_PREFS 100                              /* scope of prefectures among the PLACES: the list is their number */

struct crm_lex_slot { uint64_t hash; uint32_t value, unused; };        /* hash 0: free */
struct crm_lex_city { uint32_t name; uint16_t pref, kyoto; };
struct crm_lex_town { uint32_t name; uint16_t city, chome; };
struct crm_lex_code { uint32_t code, town; };

struct crm_lex_head {
	uint64_t magic;
	struct { uint32_t at, n; } part[CRM_LEX_PARTS];
};

/* data: the bytes of the table file, aligned to 8, kept by the caller until the lexicon is freed.
 * NULL: not a table file of this version. */
struct crm_lexicon *crm_lexicon_new(const void *data, size_t n);
void crm_lexicon_free(struct crm_lexicon *l);          /* NULL is allowed */

/* folded text (crm_fold_key, 々 written out) */
int64_t crm_lexicon_surname(const struct crm_lexicon *l, const uint32_t *s, size_t n);  /* bearers, or -1 */
int crm_lexicon_given(const struct crm_lexicon *l, const uint32_t *s, size_t n);        /* 1 or 0 */

/* The longest beginning of w that is a name of that part within scope (for PLACES the prefecture 1..47
 * or 0, for TOWNS the city); must_end: 0, or where in the text it must end.
 * 1 with *end (in the text) and *value, or 0. */
int crm_lexicon_longest(const struct crm_lexicon *l, enum crm_lexicon_part part, uint32_t scope,
                        const struct crm_place_walk *w, size_t must_end, size_t *end, uint32_t *value);

const uint32_t *crm_lexicon_list(const struct crm_lexicon *l, uint32_t at);
const struct crm_lex_city *crm_lexicon_city(const struct crm_lexicon *l, uint32_t city);
const struct crm_lex_town *crm_lexicon_town(const struct crm_lexicon *l, uint32_t town);
const char *crm_lexicon_text(const struct crm_lexicon *l, uint32_t name);
const char *crm_lexicon_pref(uint32_t pref);           /* 1..47 → 北海道 … 沖縄県 */

/* "160-0022" or 1600022 is a code of Japan Post: 1 or 0 */
int crm_lexicon_postal(const struct crm_lexicon *l, const char *code);

uint64_t crm_lexicon_hash(uint32_t scope, const uint32_t *s, size_t n);        /* never 0 */

#endif
