/* Outside keys to inside ids, loaded from the store: about 60 bytes each. */
#ifndef CRM_KEYS_H
#define CRM_KEYS_H

#include <stdint.h>

#include <crm/map.h>
#include <crm/store.h>

struct crm_keys {
	struct crm_map *map;
	int64_t *id;               /* by the map's own numbers */
	size_t cap;
};

/* st: a statement whose rows are (key, id), parameters bound.  0 or -1 */
int crm_keys_load(struct crm_keys *k, struct crm_stmt *st);
int64_t crm_keys_find(const struct crm_keys *k, const char *key);  /* 0: there is none */
void crm_keys_release(struct crm_keys *k);

#endif
