/* What columns hold, by the look of their values, where their names do not say it. */
#ifndef CRM_MATCH_LOOK_H
#define CRM_MATCH_LOOK_H

#include <crm/match_kind.h>

struct crm_lexicon;

/* kind: of the n columns, from their names (crm_match_guess_columns); AUTO and NUMBER, which say little, may
 * become another one.  cell: the first rows' cells, row by row, UTF-8.  lexicon: NULL = no Japanese names,
 * codes or addresses are seen. */
void crm_match_look(const char *const *cell, size_t rows, size_t n, const struct crm_lexicon *lexicon,
		    enum crm_match_kind *kind);

#endif
