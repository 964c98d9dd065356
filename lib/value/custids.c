#include <crm/custids.h>
#include <crm/mem.h>
#include <crm/radix.h>

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 18, PREFIX = 8 };

static const uint64_t TEXT = (uint64_t)1 << 63;

/* sorts as the id does, but for texts with the same first bytes */
static uint64_t key_of(const char *s, size_t n)
{
	uint64_t v = 0;

	if (n && n <= DIGITS && (*s != '0' || n == 1) && strspn(s, "0123456789") == n) {
		for (size_t i = 0; i < n; i++)
			v = v * 10 + (uint64_t)(s[i] - '0');
		return v;
	}
	for (size_t i = 0; i < PREFIX; i++)
		v = v << 8 | (i < n ? (unsigned char)s[i] : 0);
	return TEXT | v >> 1;
}

struct text {
	const char *s;
	uint32_t id;
};

static int by_bytes(const void *a, const void *b)
{
	return strcmp(((const struct text *)a)->s, ((const struct text *)b)->s);
}

/* ids that share a key: whole texts decide */
static void sort_run(const struct crm_map *ids, struct crm_keyed *a, size_t n)
{
	struct text *t = crm_calloc(n, sizeof *t);

	for (size_t i = 0; i < n; i++)
		t[i] = (struct text){ crm_map_key(ids, a[i].id), a[i].id };
	qsort(t, n, sizeof *t, by_bytes);
	for (size_t i = 0; i < n; i++)
		a[i].id = t[i].id;
	free(t);
}

void crm_custids_order(const struct crm_map *ids, uint32_t *place, uint32_t *id)
{
	size_t n = crm_map_count(ids);
	struct crm_keyed *a = crm_calloc(n, sizeof *a);

	for (uint32_t i = 0; i < n; i++)
		a[i] = (struct crm_keyed){ key_of(crm_map_key(ids, i), crm_map_key_len(ids, i)), i };
	crm_radix_sort(a, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && a[end].key == a[i].key; end++)
			;
		if (end > i + 1)
			sort_run(ids, a + i, end - i);
	}
	for (size_t i = 0; i < n; i++) {
		id[i] = a[i].id;
		place[a[i].id] = (uint32_t)i;
	}
	free(a);
}
