/* Japanese addresses. */
#ifndef CRM_ADDRESS_H
#define CRM_ADDRESS_H

#include <crm/norm.h>

int crm_address_value(const char *in, struct crm_buf *out, struct crm_norm *norm);   /* pref|city|town|block|building */
int crm_address_key(const char *in, struct crm_buf *out, struct crm_norm *norm);     /* prefcitytown/block */
int crm_address_room(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
