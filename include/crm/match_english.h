/* Columns of English names under headers that say nothing, by the share of the most frequent names. */
#ifndef CRM_MATCH_ENGLISH_H
#define CRM_MATCH_ENGLISH_H

#include <stddef.h>

#include <crm/match_kind.h>

/* cell: the first rows' cells, row by row; kind: of the n columns as far as it is known.  Where no column is a
 * name yet, two AUTO columns become GIVEN and FAMILY, or one becomes PERSON ("ann smith"). */
void crm_match_english(const char *const *cell, size_t rows, size_t n, enum crm_match_kind *kind);

#endif
