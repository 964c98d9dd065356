/* Why a pair scores as it does, in words.  Internal to lib/match (see match.h). */
#ifndef CRM_MATCH_EXPLAIN_H
#define CRM_MATCH_EXPLAIN_H

#include <crm/match_model.h>

/* "family= given= date! phone~": the comparisons that had something to compare; appended */
void crm_match_evidence_text(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b,
			     struct crm_buf *out);
/* the waterfall: prior odds, one line a comparison with level, both values and bits, the sum; appended */
void crm_match_explain_text(const struct crm_match_table *t, const struct crm_match_model *model, size_t a,
			    size_t b,
			    struct crm_buf *out);

#endif
