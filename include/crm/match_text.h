/* A model as text, one value a line, exact both ways.  Internal to lib/match (see match.h). */
#ifndef CRM_MATCH_TEXT_H
#define CRM_MATCH_TEXT_H

#include <crm/match_model.h>

void crm_match_text_write(const struct crm_match_model *model, const struct crm_match_table *t,
			  struct crm_buf *out);
/* 0, or -1 (reported): not a model, or one of other comparisons */
int crm_match_text_read(struct crm_match_model *model, const struct crm_match_table *t, const char *text);

#endif
