/* E-mail addresses, the first of several.  Dots of old carrier addresses are accepted anywhere in the
 * local part.  value keeps the case of the local part; key is lower case, Gmail dots and tags off.
 * ERR:at, ERR:local, ERR:domain. */
#ifndef CRM_EMAIL_H
#define CRM_EMAIL_H

#include <crm/norm.h>

int crm_email_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_email_key(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
