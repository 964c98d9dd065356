/* Readings.
 * value: katakana, hyphens after kana are long vowels, " サマ" and " ドノ" at the end go.
 * key: bank style (no small kana), long vowels and ヂヅヲヰヱヴ in one form: キョウコ = ｷﾖｳｺ = きょーこ. */
#ifndef CRM_KANA_H
#define CRM_KANA_H

#include <crm/norm.h>
#include <crm/runes.h>

int crm_kana_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_kana_key(const char *in, struct crm_buf *out, struct crm_norm *norm);

void crm_kana_katakana(struct crm_runes *r);           /* hiragana → katakana, nothing else */
int crm_kana_read(struct crm_runes *r, const char *in);        /* the VALUE as code points; 0: null marker */

#endif
