/* The table of CP932, built once per converter from ICU: private to charset.c and encode.c. */
#ifndef CRM_IO_CP932_H
#define CRM_IO_CP932_H

#include <stdint.h>

enum { CRM_CP932_NONE = 0xFFFF };

/* 65,536 code units: [byte] for single bytes, [lead << 8 | trail] for pairs, CRM_CP932_NONE where there
 * is no character.  Owned by the caller; NULL when ICU lacks the converter. */
uint16_t *crm_cp932_table(void);

#endif
