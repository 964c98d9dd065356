/* Personal names.
 * value: cleaned; 様 殿 先生 さま さん くん ちゃん 御中 at the end go, 氏 君 サマ サン only after a space; never the whole.
 * key: folded, without spaces and dots, 々 written out.  split: "family|given" by the lists of names;
 * ERR:parts (more than two words), ERR:unknown. */
#ifndef CRM_NAME_H
#define CRM_NAME_H

#include <crm/norm.h>

int crm_name_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_name_key(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_name_split(const char *in, struct crm_buf *out, struct crm_norm *norm);

/* the same split as two texts: 0 or -1 with norm->error */
int crm_name_parts(const char *in, struct crm_buf *family, struct crm_buf *given, struct crm_norm *norm);

#endif
