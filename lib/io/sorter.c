#include <crm/sorter.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/radix.h>

#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { BLOCK = 4096 };         /* items read at once from a run */

struct run {
	off_t at, end;             /* bytes of the file that are not in the block yet */
	char *block;
	size_t n, i;               /* items in the block, the next one */
};

struct crm_sorter {
	size_t size, keep;
	uint64_t (*key)(const void *);
	int (*compare)(const void *, const void *);
	char *item;                /* what is not in the file */
	size_t n, cap, next;
	int fd, merging;
	off_t length;
	struct run *run;
	size_t runs, run_cap;
	struct run **heap;         /* runs that are not used up, the one with the least item on top */
	size_t heaped;
};

struct crm_sorter *crm_sorter_new(size_t size, size_t keep, uint64_t (*key)(const void *),
				  int (*compare)(const void *, const void *))
{
	struct crm_sorter *s = crm_alloc(sizeof *s);

	s->size = size;
	s->keep = keep;
	s->key = key;
	s->compare = compare;
	s->fd = -1;
	return s;
}

void crm_sorter_free(struct crm_sorter *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->runs; i++)
		free(s->run[i].block);
	free(s->run);
	free(s->heap);
	free(s->item);
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

static int failed(const char *what)
{
	crm_error("temporary file: %s: %s", what, strerror(errno));
	return -1;
}

/* items of one key: they mostly come in order */
static void sort_group(struct crm_sorter *s, char *item, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (s->compare(item + (i - 1) * s->size, item + i * s->size) > 0) {
			qsort(item, n, s->size, s->compare);
			return;
		}
}

static void sort_items(struct crm_sorter *s)
{
	struct crm_keyed *order = crm_calloc(s->n + 1, sizeof *order);
	char *sorted = crm_alloc(s->n * s->size + 1);

	for (size_t i = 0; i < s->n; i++)
		order[i] = (struct crm_keyed){ s->key(s->item + i * s->size), (uint32_t)i };
	crm_radix_sort(order, s->n);
	for (size_t i = 0; i < s->n; i++)
		memcpy(sorted + i * s->size, s->item + order[i].id * s->size, s->size);
	for (size_t from = 0, to; from < s->n; from = to) {
		for (to = from + 1; to < s->n && order[to].key == order[from].key; to++)
			;
		sort_group(s, sorted + from * s->size, to - from);
	}
	free(order);
	free(s->item);
	s->item = sorted;
	s->cap = s->n;
}

/* what is in memory becomes a run of the file */
static int spill(struct crm_sorter *s)
{
	off_t bytes = (off_t)(s->n * s->size);

	if (s->fd < 0 && (s->fd = crm_spool_file()) < 0)
		return -1;
	sort_items(s);
	if (crm_spool_write(s->fd, s->item, (size_t)bytes) != 0)
		return failed("cannot be written");
	CRM_GROW(s->run, s->runs, s->run_cap);
	s->run[s->runs++] = (struct run){ s->length, s->length + bytes, NULL, 0, 0 };
	s->length += bytes;
	s->n = 0;
	return 0;
}

int crm_sorter_add(struct crm_sorter *s, const void *item)
{
	if (s->n == s->keep && spill(s) != 0)
		return -1;
	if (s->n == s->cap) {
		s->cap = crm_array_capacity(s->cap, s->n + 1);
		s->item = crm_realloc(s->item, s->cap * s->size);
	}
	memcpy(s->item + s->n++ * s->size, item, s->size);
	return 0;
}

/* the run's block is used up: the next one, or n = 0 at its end */
static int fill(struct crm_sorter *s, struct run *r)
{
	size_t want = BLOCK * s->size, got = 0;

	if ((off_t)want > r->end - r->at)
		want = (size_t)(r->end - r->at);
	if (!r->block)
		r->block = crm_alloc(BLOCK * s->size);
	while (got < want) {
		ssize_t k = pread(s->fd, r->block + got, want - got, r->at + (off_t)got);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return failed("cannot be read");
		got += (size_t)k;
	}
	r->at += (off_t)got;
	r->n = got / s->size;
	r->i = 0;
	return 0;
}

static const char *first_of(const struct crm_sorter *s, const struct run *r)
{
	return r->block + r->i * s->size;
}

static void sift_down(struct crm_sorter *s, size_t at)
{
	struct run *moved = s->heap[at];
	size_t child;

	while ((child = 2 * at + 1) < s->heaped) {
		if (child + 1 < s->heaped &&
		    s->compare(first_of(s, s->heap[child + 1]), first_of(s, s->heap[child])) < 0)
			child++;
		if (s->compare(first_of(s, moved), first_of(s, s->heap[child])) <= 0)
			break;
		s->heap[at] = s->heap[child];
		at = child;
	}
	s->heap[at] = moved;
}

static int start(struct crm_sorter *s)
{
	s->merging = 1;
	if (!s->runs) {
		sort_items(s);
		return 0;
	}
	if (s->n && spill(s) != 0)
		return -1;
	free(s->item);                 /* the blocks take its place */
	s->item = NULL;
	s->heap = crm_calloc(s->runs, sizeof *s->heap);
	for (size_t i = 0; i < s->runs; i++) {
		if (fill(s, &s->run[i]) != 0)
			return -1;
		s->heap[s->heaped++] = &s->run[i];
	}
	for (size_t i = s->heaped / 2; i-- > 0;)
		sift_down(s, i);
	return 0;
}

int crm_sorter_next(struct crm_sorter *s, void *item)
{
	struct run *best;

	if (!s->merging && start(s) != 0)
		return -1;
	if (!s->runs) {
		if (s->next == s->n)
			return 0;
		memcpy(item, s->item + s->next++ * s->size, s->size);
		return 1;
	}
	if (!s->heaped)
		return 0;
	best = s->heap[0];
	memcpy(item, first_of(s, best), s->size);
	if (++best->i == best->n && fill(s, best) != 0)
		return -1;
	if (!best->n)
		s->heap[0] = s->heap[--s->heaped];
	if (s->heaped)
		sift_down(s, 0);
	return 1;
}
