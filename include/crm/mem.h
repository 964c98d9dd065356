/* Memory: allocation that never returns NULL.
 * Running out of memory is the one thing for which the library exits (status 2).
 * Every pointer returned here is owned by the caller and released with free(). */
#ifndef CRM_MEM_H
#define CRM_MEM_H

#include <stddef.h>

void *crm_alloc(size_t size);                          /* zeroed */
void *crm_realloc(void *old, size_t size);
void *crm_calloc(size_t count, size_t size);           /* zeroed; count*size is checked */
char *crm_strdup(const char *s);                       /* NULL in, NULL out */
char *crm_strndup(const char *s, size_t n);

#endif
