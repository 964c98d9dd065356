/* Postal codes → NNN-NNNN.  Warning "zero-padded" when a lost zero was put back (6 digits).
 * ERR:old (3 and 5 digit codes with a hyphen), ERR:length, ERR:char. */
#ifndef CRM_POSTAL_H
#define CRM_POSTAL_H

#include <crm/norm.h>

int crm_postal_value(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
