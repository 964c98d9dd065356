/* Columns that repeat others: "ann smith" beside "ann" and "smith", a whole address beside its city.  As
 * comparisons of their own they would be counted twice. */
#ifndef CRM_MATCH_REPEAT_H
#define CRM_MATCH_REPEAT_H

#include <stddef.h>

#include <crm/match_kind.h>

/* cell: the first rows' cells, row by row, UTF-8; kind: of the n columns as far as it is known.  AUTO columns
 * that hold two words of other columns become PERSON, when these are a given and a family name (and become
 * GIVEN and FAMILY), else IGNORE. */
void crm_match_repeat(const char *const *cell, size_t rows, size_t n, enum crm_match_kind *kind);

#endif
