/* Corporate numbers (13 digits) and invoice registration numbers (T + 13 digits).
 * Check digit: 9 - sum(Pn * Qn) mod 9, Q = 1, 2 in turn from the right (National Tax Agency ordinance).
 * ERR:length, ERR:char, ERR:check. */
#ifndef CRM_CORPNO_H
#define CRM_CORPNO_H

#include <crm/norm.h>

int crm_corpno_value(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
