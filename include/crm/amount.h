/* Amounts of money → integer yen.  ERR:fraction, ERR:group, ERR:format, ERR:range (beyond 64 bits). */
#ifndef CRM_AMOUNT_H
#define CRM_AMOUNT_H

#include <crm/norm.h>
#include <crm/runes.h>

int crm_amount_value(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
