#include <crm/keys.h>
#include <crm/array.h>

#include <stdlib.h>
#include <string.h>

int crm_keys_load(struct crm_keys *k, struct crm_stmt *st)
{
	int got = -1;

	memset(k, 0, sizeof *k);
	k->map = crm_map_new();
	while (st && (got = crm_stmt_step(st)) == 1) {
		uint32_t i = crm_map_puts(k->map, crm_stmt_col_text(st, 0));

		CRM_GROW(k->id, i, k->cap);
		k->id[i] = crm_stmt_col_int(st, 1);
	}
	return got;
}

int64_t crm_keys_find(const struct crm_keys *k, const char *key)
{
	uint32_t i = crm_map_finds(k->map, key);

	return i == CRM_MAP_NONE ? 0 : k->id[i];
}

void crm_keys_release(struct crm_keys *k)
{
	crm_map_free(k->map);
	free(k->id);
	memset(k, 0, sizeof *k);
}
