#include <crm/topn.h>
#include <crm/mem.h>

#include <stdlib.h>

static int better(const struct crm_scored *a, const struct crm_scored *b)
{
	return a->score != b->score ? a->score > b->score : a->item < b->item;
}

static int compare(const void *a, const void *b)
{
	return better(a, b) ? -1 : better(b, a);
}

void crm_topn_init(struct crm_topn *t, size_t most)
{
	*t = (struct crm_topn){ .best = crm_calloc(most + 1, sizeof *t->best), .most = most };
}

void crm_topn_release(struct crm_topn *t)
{
	free(t->best);
	*t = (struct crm_topn){ 0 };
}

void crm_topn_reset(struct crm_topn *t)
{
	t->n = 0;
}

static void sift_up(struct crm_topn *t, size_t i)
{
	while (i) {
		size_t parent = (i - 1) / 2;
		struct crm_scored s = t->best[i];

		if (!better(&t->best[parent], &s))
			return;
		t->best[i] = t->best[parent];
		t->best[parent] = s;
		i = parent;
	}
}

static void sift_down(struct crm_topn *t)
{
	for (size_t i = 0, child; (child = 2 * i + 1) < t->n; i = child) {
		struct crm_scored s = t->best[i];

		if (child + 1 < t->n && better(&t->best[child], &t->best[child + 1]))
			child++;
		if (!better(&s, &t->best[child]))
			return;
		t->best[i] = t->best[child];
		t->best[child] = s;
	}
}

void crm_topn_offer(struct crm_topn *t, uint32_t item, double score)
{
	struct crm_scored s = { score, item };

	if (t->n < t->most) {
		t->best[t->n] = s;
		sift_up(t, t->n++);
	} else if (t->most && better(&s, &t->best[0])) {
		t->best[0] = s;
		sift_down(t);
	}
}

void crm_topn_sort(struct crm_topn *t)
{
	qsort(t->best, t->n, sizeof *t->best, compare);
}
