/* Distances between short strings of 16-bit characters (BMP code points), as crm_distance_decode
 * makes them.  Pure, no allocation.
 *
 * OSA: optimal string alignment, i.e. insert, delete, replace, swap of neighbours, no substring edited twice
 * (Damerau 1964; Boytsov 2011 for the name).  Jaro-Winkler: Winkler 1990, prefix scale 0.1, at most 4. */
#ifndef CRM_DISTANCE_H
#define CRM_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#define CRM_DISTANCE_MAX 64    /* longer strings are cut there */

/* code points of UTF-8 text, at most max; characters beyond the BMP become their low 16 bits */
size_t crm_distance_decode(const char *s, size_t n, uint16_t *out, size_t max);
/* the distance, or limit + 1 when it is greater than limit */
int crm_distance_osa(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, int limit);
double crm_distance_jaro_winkler(const uint16_t *a, size_t na, const uint16_t *b, size_t nb);

#endif
