/* sorter.h: what comes out is what qsort says of the same numbers, whether they stay in memory or not. */
#include <stdint.h>
#include <stdlib.h>

#include <crm/sorter.h>

#include "tap.h"

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* as many keys as items, few, one */
static uint64_t whole_key(const void *v) { return (uint64_t)*(const int64_t *)v; }
static uint64_t coarse_key(const void *v) { return (uint64_t)*(const int64_t *)v / 1000; }
static uint64_t one_key(const void *v) { (void)v; return 7; }

static int sorted_by(size_t n, size_t keep, int64_t range, uint64_t (*key)(const void *))
{
	struct crm_sorter *s = crm_sorter_new(sizeof(int64_t), keep, key, by_value);
	int64_t *all = malloc((n + 1) * sizeof *all), got;
	uint64_t seed = 12345;
	size_t wrong = 0;
	int more;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		all[i] = (int64_t)(seed >> 33) % range;
		wrong += crm_sorter_add(s, &all[i]) != 0;
	}
	qsort(all, n, sizeof *all, by_value);
	for (size_t i = 0; i < n; i++)
		wrong += crm_sorter_next(s, &got) != 1 || got != all[i];
	more = crm_sorter_next(s, &got);
	crm_sorter_free(s);
	free(all);
	return !wrong && more == 0;
}

static int sorted_right(size_t n, size_t keep, int64_t range)
{
	return sorted_by(n, keep, range, whole_key) && sorted_by(n, keep, range, coarse_key) && sorted_by(n, keep, range, one_key);
}

int main(void)
{
	ok(sorted_right(0, 10, 100), "nothing");
	ok(sorted_right(1, 10, 100), "one");
	ok(sorted_right(1000, 5000, 1000000), "all in memory");
	ok(sorted_right(10, 10, 100), "as many as it keeps");
	ok(sorted_right(11, 10, 100), "one more than it keeps");
	ok(sorted_right(100000, 1000, 1000000000), "a hundred runs");
	ok(sorted_right(100000, 7000, 50), "many equal ones, runs of several blocks, a short last run");
	return done_testing();
}
