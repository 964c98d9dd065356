/* Cleaning and folding of Japanese text, the base of every VALUE and KEY.
 *
 * clean: what everybody agrees is dirt (zero-widths, controls, wide spaces, wide ASCII letters and
 * digits, half-width kana, stray voiced marks).  Variant kanji are never touched.
 * key: for matching only: NFKC (UAX 15), kanji variants to one form (joyo, jinmei and print-standard
 * notices; surname practice), Latin marks off, hyphens to "-", full case folding. */
#ifndef CRM_FOLD_H
#define CRM_FOLD_H

#include <crm/runes.h>

void crm_fold_clean(struct crm_runes *r);
void crm_fold_nfkc(struct crm_runes *r);
void crm_fold_key(struct crm_runes *r);
void crm_fold_repeats(struct crm_runes *r);            /* 々 〻 → the character before */
uint32_t crm_fold_kanji(uint32_t c);                   /* the one form of a kanji and its variants */

int crm_fold_is_hyphen(uint32_t c);                    /* hyphens, dashes, minus, box lines; not long vowel marks */
int crm_fold_is_long(uint32_t c);                      /* long vowel marks, either width */
void crm_fold_hyphens(struct crm_runes *r);            /* both of them to "-" */
void crm_fold_spaces(struct crm_runes *r);             /* runs of spaces to one, ends trimmed */

/* cleaned text that says "nothing": empty, - * N/A なし 不明 0000-00-00 … */
int crm_fold_is_null(const struct crm_runes *r);
/* clean + NFKC, for fields whose alphabet is ASCII; 1, or 0 for a null marker (r is empty then) */
int crm_fold_ascii(struct crm_runes *r, const char *in);

#endif
