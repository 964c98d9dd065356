#include <crm/radix.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

enum { BYTES = 8, VALUES = 256 };

static void count_bytes(const struct crm_keyed *a, size_t n, size_t count[BYTES][VALUES])
{
	memset(count, 0, sizeof(size_t) * BYTES * VALUES);
	for (size_t i = 0; i < n; i++)
		for (int b = 0; b < BYTES; b++)
			count[b][a[i].key >> (8 * b) & 0xff]++;
}

void crm_radix_sort(struct crm_keyed *a, size_t n)
{
	size_t count[BYTES][VALUES];
	struct crm_keyed *from = a, *to, *scratch;

	if (n < 2)
		return;
	scratch = to = crm_calloc(n, sizeof *scratch);
	count_bytes(a, n, count);
	for (int b = 0; b < BYTES; b++) {
		size_t at = 0, *c = count[b];
		struct crm_keyed *swap;

		if (c[from[0].key >> (8 * b) & 0xff] == n)
			continue;
		for (int v = 0; v < VALUES; v++) {
			size_t here = c[v];

			c[v] = at;
			at += here;
		}
		for (size_t i = 0; i < n; i++)
			to[c[from[i].key >> (8 * b) & 0xff]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof *a);
	free(scratch);
}
