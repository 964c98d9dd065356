/* Phone numbers → E.164, with ";ext=" (RFC 3966); Japanese ones checked against the numbering plan
 * (prefixes and lengths: libphonenumber metadata).  Only the first of several numbers.
 * Warning "lost-zero" when the trunk 0 was put back.  ERR:sci, ERR:char, ERR:length, ERR:prefix. */
#ifndef CRM_PHONE_H
#define CRM_PHONE_H

#include <crm/norm.h>

enum crm_phone_kind { CRM_PHONE_OTHER, CRM_PHONE_FIXED, CRM_PHONE_MOBILE, CRM_PHONE_FREE, CRM_PHONE_FOREIGN };

int crm_phone_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_phone_disp(const char *in, struct crm_buf *out, struct crm_norm *norm);      /* 03-1234-5678 内線9 */
int crm_phone_key(const char *in, struct crm_buf *out, struct crm_norm *norm);       /* without ;ext= */

/* of a VALUE: a mobile is personal evidence, all else household or company evidence */
enum crm_phone_kind crm_phone_kind(const char *value);

#endif
