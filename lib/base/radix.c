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

enum { DIGIT = 11, DIGITS = 3, DIGIT_VALUES = 1 << DIGIT };

static unsigned digit(uint64_t word, int d)
{
	return (unsigned)(word >> (32 + DIGIT * d)) & (DIGIT_VALUES - 1);
}

void crm_radix_words(uint64_t *a, size_t n)
{
	uint32_t (*count)[DIGIT_VALUES];
	uint64_t *from = a, *to, *scratch;

	if (n < 2)
		return;
	count = crm_calloc(DIGITS, sizeof *count);
	scratch = to = crm_realloc(NULL, n * sizeof *scratch);
	for (size_t i = 0; i < n; i++)
		for (int d = 0; d < DIGITS; d++)
			count[d][digit(a[i], d)]++;
	for (int d = 0; d < DIGITS; d++) {
		uint32_t at = 0;
		uint64_t *swap = from;

		for (int v = 0; v < DIGIT_VALUES; v++) {
			uint32_t here = count[d][v];

			count[d][v] = at;
			at += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[d][digit(from[i], d)]++] = from[i];
		from = to;
		to = swap;
	}
	memcpy(a, from, n * sizeof *a);        /* an odd number of passes ends in the scratch */
	free(scratch);
	free(count);
}
