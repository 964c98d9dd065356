#include <crm/weights.h>
#include <crm/mem.h>
#include <crm/topn.h>

#include <stdlib.h>

void crm_weights_release(struct crm_weights *w)
{
	free(w->row);
	free(w->to);
	free(w->weight);
	*w = (struct crm_weights){ 0 };
}

void crm_weights_transpose(struct crm_weights *w)
{
	size_t n = w->row[w->products];
	struct crm_weights t = {
		w->products, crm_calloc(w->products + 2u, sizeof *t.row),
		crm_calloc(n + 1, sizeof *t.to), crm_calloc(n + 1, sizeof *t.weight),
	};

	/* row[p + 1] is where the next of p goes; when all are there, it is where p ends */
	for (size_t i = 0; i < n; i++)
		t.row[w->to[i] + 2u]++;
	for (uint32_t p = 0; p < w->products; p++)
		t.row[p + 2u] += t.row[p + 1u];
	for (uint32_t p = 0; p < w->products; p++)
		for (size_t i = w->row[p]; i < w->row[p + 1u]; i++) {
			size_t at = t.row[w->to[i] + 1u]++;

			t.to[at] = p;
			t.weight[at] = w->weight[i];
		}
	crm_weights_release(w);
	*w = t;
}

static int by_item(const void *a, const void *b)
{
	const struct crm_scored *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

void crm_weights_prune(struct crm_weights *w, size_t keep)
{
	size_t from = 0, out = 0;
	struct crm_topn top;

	crm_topn_init(&top, keep < w->products ? keep : w->products);
	for (uint32_t p = 0; p < w->products; p++) {
		crm_topn_reset(&top);
		for (size_t i = from; i < w->row[p + 1u]; i++)
			crm_topn_offer(&top, w->to[i], w->weight[i]);
		qsort(top.best, top.n, sizeof *top.best, by_item);
		for (size_t i = 0; i < top.n; i++, out++) {
			w->to[out] = top.best[i].item;
			w->weight[out] = (float)top.best[i].score;
		}
		from = w->row[p + 1u];
		w->row[p + 1u] = out;
	}
	crm_topn_release(&top);
}
