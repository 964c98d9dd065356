/* Growable arrays: a pointer, a count and a capacity that the owner keeps together.
 *
 *	struct row *rows = NULL; size_t n = 0, cap = 0;
 *	CRM_GROW(rows, n, cap);  rows[n++] = r;          ... free(rows);
 */
#ifndef CRM_ARRAY_H
#define CRM_ARRAY_H

#include <crm/mem.h>

size_t crm_array_capacity(size_t cap, size_t need);    /* next capacity >= need */

/* makes ptr[n] a valid element (not initialised) */
#define CRM_GROW(ptr, n, cap)                                                   \
	do {                                                                    \
		if ((n) >= (cap)) {                                             \
			(cap) = crm_array_capacity((cap), (n) + 1);             \
			(ptr) = crm_realloc((ptr), (cap) * sizeof *(ptr));      \
		}                                                               \
	} while (0)

#endif
