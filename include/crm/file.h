/* Small files as a whole: templates, models, rules. */
#ifndef CRM_FILE_H
#define CRM_FILE_H

#include <crm/buf.h>

/* appends the bytes of the file (a pipe will do); 0, or -1 reported */
int crm_file_read(const char *name, struct crm_buf *out);

#endif
