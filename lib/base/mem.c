#include <crm/mem.h>
#include <crm/array.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *p, size_t size)
{
	if (!p) {
		fprintf(stderr, "crm: out of memory (%zu bytes more were needed)\n", size);
		exit(2);
	}
	return p;
}

void *crm_alloc(size_t size)
{
	return checked(calloc(1, size ? size : 1), size);
}

void *crm_realloc(void *old, size_t size)
{
	return checked(realloc(old, size ? size : 1), size);
}

void *crm_calloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1), count);
}

char *crm_strndup(const char *s, size_t n)
{
	char *copy = crm_alloc(n + 1);

	memcpy(copy, s, n);
	return copy;
}

char *crm_strdup(const char *s)
{
	return s ? crm_strndup(s, strlen(s)) : NULL;
}

size_t crm_array_capacity(size_t cap, size_t need)
{
	while (cap < need)
		cap = cap < 16 ? 16 : cap + cap / 2;
	return cap;
}
