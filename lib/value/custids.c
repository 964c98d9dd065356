#include <crm/custids.h>
#include <crm/mem.h>
#include <crm/radix.h>

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 18, PREFIX = 8 };

/* a whole number without a leading zero: 1 and its value */
static int number(const char *s, size_t n, uint64_t *v)
{
	if (!n || n > DIGITS || (*s == '0' && n > 1) || strspn(s, "0123456789") != n)
		return 0;
	*v = 0;
	for (size_t i = 0; i < n; i++)
		*v = *v * 10 + (uint64_t)(s[i] - '0');
	return 1;
}

/* the first bytes, so that keys sort as texts do */
static uint64_t prefix(const char *s, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < PREFIX; i++)
		v = v << 8 | (i < n ? (unsigned char)s[i] : 0);
	return v;
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

/* texts behind the numbers, sorted by their prefixes, then whole */
static void sort_texts(const struct crm_map *ids, struct crm_keyed *a, size_t n)
{
	crm_radix_sort(a, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && a[end].key == a[i].key; end++)
			;
		if (end > i + 1)
			sort_run(ids, a + i, end - i);
	}
}

void crm_custids_order(const struct crm_map *ids, uint32_t *place, uint32_t *id)
{
	size_t n = crm_map_count(ids), numbers = 0, texts = 0;
	struct crm_keyed *a = crm_calloc(n, sizeof *a);

	for (uint32_t i = 0; i < n; i++) {
		const char *s = crm_map_key(ids, i);
		size_t length = crm_map_key_len(ids, i);
		uint64_t v;

		if (number(s, length, &v))
			a[numbers++] = (struct crm_keyed){ v, i };
		else
			a[n - ++texts] = (struct crm_keyed){ prefix(s, length), i };
	}
	crm_radix_sort(a, numbers);
	sort_texts(ids, a + numbers, texts);
	for (size_t i = 0; i < n; i++) {
		id[i] = a[i].id;
		place[a[i].id] = (uint32_t)i;
	}
	free(a);
}
