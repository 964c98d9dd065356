/* Sorting ids by a 64-bit key, in time linear in their number: least significant byte first,
 * bytes that all keys share are skipped.  Stable: equal keys keep their order. */
#ifndef CRM_RADIX_H
#define CRM_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct crm_keyed {
	uint64_t key;
	uint32_t id;
};

void crm_radix_sort(struct crm_keyed *a, size_t n);    /* ascending; needs n elements of scratch */

/* Words of a key above and an id below, by their upper 32 bits alone; stable.  Half the memory of the above. */
void crm_radix_words(uint64_t *a, size_t n);

/* keys that sort as the signed numbers do */
static inline uint64_t crm_radix_key(int64_t v)
{
	return (uint64_t)v ^ (uint64_t)1 << 63;
}

static inline int64_t crm_radix_value(uint64_t key)
{
	return (int64_t)(key ^ (uint64_t)1 << 63);
}

#endif
