/* Sorting by keys: the order of qsort, and equal keys in their order. */
#include <crm/map.h>
#include <crm/mem.h>
#include <crm/radix.h>

#include <stdlib.h>

#include "tap.h"

enum { N = 5000 };

/* in order by the upper half, and below it as they were put: ids ascend */
static int is_sorted(const uint64_t *a, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (a[i] >> 32 < a[i - 1] >> 32 || (a[i] >> 32 == a[i - 1] >> 32 && (uint32_t)a[i] <= (uint32_t)a[i - 1]))
			return 0;
	return 1;
}

static void words(void)
{
	static uint64_t a[N];
	uint64_t two[2] = { (uint64_t)0xffffffff << 32 | 1, (uint64_t)7 << 32 | 2 }, sum = 0;

	for (uint64_t i = 0; i < N; i++) {
		uint64_t key = crm_hash(&i, sizeof i) >> 32;

		a[i] = (i % 3 ? key : key % 8) << 32 | i;
		sum += a[i];
	}
	crm_radix_words(a, N);
	ok(is_sorted(a, N), "words: by their upper half, stable");
	for (size_t i = 0; i < N; i++)
		sum -= a[i];
	ok(sum == 0, "words: none lost");
	crm_radix_words(two, 2);
	is_int((uint32_t)two[0], 2, "words: the greatest key comes last");
	crm_radix_words(two, 0);
	is_int((uint32_t)two[0], 2, "words: nothing to sort");
}

static void freezing(void)
{
	struct crm_map *m = crm_map_new(), *empty = crm_map_new();

	crm_map_puts(m, "one");
	crm_map_puts(m, "");
	crm_map_put(m, "a\0b", 3);
	crm_map_freeze(m);
	is_str(crm_map_key(m, 0), "one", "a frozen map has its keys");
	is_int((long long)crm_map_key_len(m, 1), 0, "… the empty one");
	is_int((long long)crm_map_key_len(m, 2), 3, "… and one with a NUL");
	is_int(crm_map_count(m), 3, "… all of them");
	crm_map_freeze(empty);
	is_int(crm_map_count(empty), 0, "an empty map");
	crm_map_free(m);
	crm_map_free(empty);
}

int main(void)
{
	words();
	freezing();
	return done_testing();
}
