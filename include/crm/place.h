/* Place names for look-ups: one form of the many spellings, and where each letter came from.
 * Both sides of a look-up, the tables when they are made and the address when it is read, go through
 * the same walk. */
#ifndef CRM_PLACE_H
#define CRM_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include <crm/runes.h>

#define CRM_PLACE_MAX 48

enum {
	CRM_PLACE_DIGITS = 1,  /* kanji numerals before 条 丁 番 号 線 町 区 軒 地割 as digits */
	CRM_PLACE_STRIP = 2,   /* without 大字 and 字 */
	CRM_PLACE_JO = 4,      /* 北1西2 as 北1条西2 (Hokkaido) */
	CRM_PLACE_HOWS = 8,
};

struct crm_place_walk {
	uint32_t s[CRM_PLACE_MAX];     /* folded letters */
	size_t end[CRM_PLACE_MAX];     /* after s[0..i], the place in the text; 0: not between letters of it */
	size_t n;
	int could;                     /* the CRM_PLACE_… that might have made it another walk */
};

uint32_t crm_place_fold(uint32_t c);
/* reads r from `from` on, spaces left out */
void crm_place_walk(const struct crm_runes *r, size_t from, int how, struct crm_place_walk *w);
/* 一二三, 二十四, 百五 at `at`: the place behind it (at: none) */
size_t crm_place_numeral(const struct crm_runes *r, size_t at, uint32_t *value);
/* code points of the same name in folded letters at `at` in r, or 0 */
size_t crm_place_at(const struct crm_runes *r, size_t at, const char *name);

#endif
