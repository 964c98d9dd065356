/* Interning: byte strings to dense ids 0, 1, 2 … in order of first appearance.
 * Also a hash map: keep values in an array indexed by id.  Memory: the bytes + about 20 a key. */
#ifndef CRM_MAP_H
#define CRM_MAP_H

#include <stdint.h>
#include <stddef.h>

#define CRM_MAP_NONE UINT32_MAX

struct crm_map;

struct crm_map *crm_map_new(void);
void crm_map_free(struct crm_map *m);                          /* NULL is allowed */
uint32_t crm_map_put(struct crm_map *m, const void *key, size_t n);        /* id, old or new */
/* id[i] = crm_map_put(m, key[i], n[i]) for all i: faster for a map larger than the cache */
void crm_map_put_many(struct crm_map *m, const char *const *key, const size_t *n, size_t count, uint32_t *id);
uint32_t crm_map_find(const struct crm_map *m, const void *key, size_t n); /* id or CRM_MAP_NONE */
uint32_t crm_map_puts(struct crm_map *m, const char *key);
uint32_t crm_map_finds(const struct crm_map *m, const char *key);
const char *crm_map_key(const struct crm_map *m, uint32_t id);             /* NUL-terminated, owned by m */
size_t crm_map_key_len(const struct crm_map *m, uint32_t id);
uint32_t crm_map_count(const struct crm_map *m);

/* Gives back what only putting and finding need: from now on there is the way from ids to keys alone. */
void crm_map_freeze(struct crm_map *m);

uint64_t crm_hash(const void *p, size_t n);            /* 64-bit, same on every machine and run */

#endif
