/* Company names.
 * value: cleaned, short legal forms written out (㈱ (株) → 株式会社) where they stand, 御中 様 殿 各位 off.
 * form: the legal form at one end, or empty.  key: the name without it, folded, hiragana as katakana. */
#ifndef CRM_COMPANY_H
#define CRM_COMPANY_H

#include <crm/norm.h>

int crm_company_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_company_key(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_company_form(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
