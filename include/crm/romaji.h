/* Names in Latin letters or kana → one fuzzy key: Hepburn, short vowels, words sorted.
 * Evidence only, never alone (matsuura = matsura).  ERR:char for other scripts. */
#ifndef CRM_ROMAJI_H
#define CRM_ROMAJI_H

#include <crm/norm.h>

int crm_romaji_key(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
