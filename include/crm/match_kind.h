/* What a column holds, what is compared, and how well two values may agree.
 *
 * A column has a kind (the user says surname:family or it is guessed).  Columns of one kind make up a
 * comparison: several phones are one comparison, postal code and address are one.  The outcome of a
 * comparison is a level, 1 = best; 0 = nothing to compare, which is no evidence.
 *
 * Levels are in groups: which group a pair falls into depends on what is filled in, not on who it is, so
 * probabilities are normalised inside a group. */
#ifndef CRM_MATCH_KIND_H
#define CRM_MATCH_KIND_H

#include <stddef.h>

enum crm_match_kind {
	CRM_KIND_IGNORE,
	CRM_KIND_PERSON,       /* a whole name: family and given */
	CRM_KIND_FAMILY, CRM_KIND_GIVEN,
	CRM_KIND_KANA,         /* the reading of a whole name */
	CRM_KIND_FAMILY_KANA, CRM_KIND_GIVEN_KANA,
	CRM_KIND_DATE,         /* a birth date */
	CRM_KIND_SEX,
	CRM_KIND_PHONE,
	CRM_KIND_EMAIL,
	CRM_KIND_POSTAL,
	CRM_KIND_ADDRESS,      /* Japanese; several columns are joined in their order */
	CRM_KIND_COMPANY,
	CRM_KIND_ID,           /* a number that one person has: insurance, member card */
	CRM_KIND_TEXT,         /* words with typing errors */
	CRM_KIND_EXACT,        /* a code, a category */
	CRM_KIND_NUMBER,
	CRM_KIND_AUTO,         /* decided by the values */
	CRM_KIND_COUNT
};

const char *crm_match_kind_name(enum crm_match_kind k);        /* "person", "family", … */
int crm_match_kind_named(const char *name);                    /* or -1 */

/* "column:kind,column:kind": the kinds of the n named columns, all others IGNORE; 0, or -1 (reported) */
int crm_match_kinds_parse(const char *list, char *const *name, size_t n, enum crm_match_kind *kind);

enum crm_match_type {          /* of a comparison */
	CRM_TYPE_FAMILY, CRM_TYPE_GIVEN, CRM_TYPE_DATE, CRM_TYPE_SEX, CRM_TYPE_MOBILE, CRM_TYPE_LANDLINE,
	CRM_TYPE_EMAIL, CRM_TYPE_POSTAL, CRM_TYPE_ADDRESS, CRM_TYPE_COMPANY, CRM_TYPE_ID, CRM_TYPE_TEXT,
	CRM_TYPE_EXACT, CRM_TYPE_NUMBER, CRM_TYPE_AUTO, CRM_TYPE_COUNT
};

#define CRM_MATCH_LEVELS 12    /* levels 1 … 11 at most */

struct crm_match_level {
	const char *name;
	char sign;             /* in the evidence column: = equal, ~ alike, ! differ */
	unsigned char group;   /* 1 …; 0 ends the table */
	unsigned char rare;    /* 1: weighed by the frequency of the value itself */
	double m, h, u;        /* priors: same person, same household, unrelated */
};

struct crm_match_type_info {
	const char *name;
	int pinned;            /* people of one household agree no more than strangers */
	struct crm_match_level level[CRM_MATCH_LEVELS];       /* [0] is level 1 */
};

/* levels of the names, in both FAMILY and GIVEN */
enum { CRM_NAME_SAME = 1, CRM_NAME_READING, CRM_NAME_WRITING, CRM_NAME_NEAR, CRM_NAME_ALIKE, CRM_NAME_INITIAL,
       CRM_NAME_DIFFER, CRM_NAME_SWAPPED };
enum { CRM_DATE_SAME = 1, CRM_DATE_NEAR, CRM_DATE_ALIKE, CRM_DATE_YEAR, CRM_DATE_DIFFER };
enum { CRM_ADDR_ROOM = 1, CRM_ADDR_BLOCK, CRM_ADDR_OTHER_ROOM, CRM_ADDR_NEAR_BLOCK, CRM_ADDR_OTHER_BLOCK,
       CRM_ADDR_TOWN, CRM_ADDR_AREA, CRM_ADDR_DIFFER, CRM_ADDR_POSTAL, CRM_ADDR_POSTAL_AREA,
       CRM_ADDR_POSTAL_DIFFER };
/* all others: SAME, then NEAR and ALIKE where the type has them, DIFFER last */
enum { CRM_LEVEL_SAME = 1, CRM_LEVEL_NEAR, CRM_LEVEL_ALIKE, CRM_LEVEL_FAR };

const struct crm_match_type_info *crm_match_type(enum crm_match_type t);
size_t crm_match_type_levels(enum crm_match_type t);

#endif
