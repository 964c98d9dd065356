/* Temporary files of lib/io: in $TMPDIR or /tmp, readable by their owner alone, gone with the process. */
#ifndef CRM_IO_SPOOL_H
#define CRM_IO_SPOOL_H

#include <stddef.h>

int crm_spool_file(void);                              /* a descriptor; -1: reported */
int crm_spool_write(int fd, const char *s, size_t n);  /* all of it: 0, or -1 with errno */

#endif
