/* What other programs have spoilt in a text, as it is seen in the text alone.  Each: 1 or 0 */
#ifndef CRM_DAMAGE_H
#define CRM_DAMAGE_H

int crm_damage_failed(const char *s);          /* a formula's error or ####, from a sheet saved as CSV */
int crm_damage_mojibake(const char *s);        /* it was read in a wrong encoding once */
int crm_damage_escaped(const char *s);         /* a backslash behind a character that has one as its second byte in CP932 */

#endif
