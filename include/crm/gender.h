/* Gender → m, f, x or empty (ISO 5218 digits: 1 m, 2 f, 0 and 9 unknown; 3 x).  ERR:value. */
#ifndef CRM_GENDER_H
#define CRM_GENDER_H

#include <crm/norm.h>

int crm_gender_value(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
