/* Column names of exports → canonical fields: "name", "zip", "bill.phone", "ship.addr1" …;
 * "?" for a column of its own. */
#ifndef CRM_HEADER_H
#define CRM_HEADER_H

#include <crm/norm.h>

int crm_header_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_header_known(const char *name);                /* 1 or 0: is it a column we know? */

#endif
