/* Cells to matching keys: lib/text's normalisers first; what they refuse (foreign numbers, free text,
 * dates before 1873) falls back to a plain folded form, because a value with a mistake still matches
 * another with the same mistake. */
#ifndef CRM_MATCH_CLEAN_H
#define CRM_MATCH_CLEAN_H

#include <stdint.h>

#include <crm/buf.h>

enum crm_match_script { CRM_SCRIPT_NONE, CRM_SCRIPT_LATIN, CRM_SCRIPT_KANA, CRM_SCRIPT_OTHER };

enum crm_match_script crm_match_script(const char *s);

/* Each empties out and fills it; out->n == 0: no value. */
void crm_match_clean_fold(const char *s, struct crm_buf *out);         /* names, words: without spaces */
void crm_match_clean_kana(const char *s, struct crm_buf *out);         /* katakana; spaces kept */
void crm_match_clean_email(const char *s, struct crm_buf *out);
void crm_match_clean_postal(const char *s, struct crm_buf *out);
void crm_match_clean_company(const char *s, struct crm_buf *out);
int crm_match_clean_phone(const char *s, struct crm_buf *out);         /* 1: a line of a place, 0: of a person */
uint32_t crm_match_clean_date(const char *s);                          /* YYYYMMDD as a number, parts may be 0; 0: none */
int crm_match_clean_sex(const char *s);                                /* 'm' 'f' 'x' or 0 */
/* family and given of a whole name; both empty when it cannot be split */
void crm_match_clean_split(const char *s, struct crm_buf *family, struct crm_buf *given);
/* town = prefecture, city and town; block, room may stay empty */
void crm_match_clean_address(const char *s, struct crm_buf *town, struct crm_buf *block, struct crm_buf *room);

#endif
