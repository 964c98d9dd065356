/* Cells to matching keys: lib/text's normalisers first; what they refuse (foreign numbers, free text,
 * dates before 1873) falls back to a plain folded form, because a value with a mistake still matches
 * another with the same mistake.  Internal to lib/match. */
#ifndef CRM_MATCH_CLEAN_H
#define CRM_MATCH_CLEAN_H

#include <stdint.h>

#include <crm/address.h>
#include <crm/buf.h>
#include <crm/norm.h>

enum crm_match_script { CRM_SCRIPT_NONE, CRM_SCRIPT_LATIN, CRM_SCRIPT_KANA, CRM_SCRIPT_OTHER };

struct crm_match_clean {       /* one a thread */
	struct crm_norm norm;
	crm_norm_fn *name_key, *name_split, *kana, *kana_key, *email_key, *postal, *company_key, *phone, *date,
		*gender;
	struct crm_address address;
	struct crm_buf part[5];
};

void crm_match_clean_init(struct crm_match_clean *c, const struct crm_lexicon *lexicon);
void crm_match_clean_release(struct crm_match_clean *c);

enum crm_match_script crm_match_script(const char *s);

/* Each replaces out; out->n == 0: no value. */
/* words, without spaces */
void crm_match_clean_fold(struct crm_match_clean *c, const char *s, struct crm_buf *out);
/* katakana, with spaces */
void crm_match_clean_kana(struct crm_match_clean *c, const char *s, struct crm_buf *out);
void crm_match_clean_kana_key(struct crm_match_clean *c, const char *s, struct crm_buf *out);
void crm_match_clean_email(struct crm_match_clean *c, const char *s, struct crm_buf *out);
void crm_match_clean_postal(struct crm_match_clean *c, const char *s, struct crm_buf *out);
void crm_match_clean_company(struct crm_match_clean *c, const char *s, struct crm_buf *out);
/* YYYYMMDD, unknown parts 0 */
void crm_match_clean_date(struct crm_match_clean *c, const char *s, struct crm_buf *out);
void crm_match_clean_sex(struct crm_match_clean *c, const char *s, struct crm_buf *out);
/* 1: of a place, 0: of a person */
int crm_match_clean_phone(struct crm_match_clean *c, const char *s, struct crm_buf *out);
/* family and given of a whole name; both empty when it cannot be split */
void crm_match_clean_split(struct crm_match_clean *c, const char *s, struct crm_buf *family,
			   struct crm_buf *given);
/* town = prefecture, city and town; block = town, "/" and the numbers; block and room may stay empty */
void crm_match_clean_address(struct crm_match_clean *c, const char *s, struct crm_buf *town,
			     struct crm_buf *block,
			     struct crm_buf *room);

#endif
