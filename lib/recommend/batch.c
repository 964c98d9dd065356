#include <crm/batch.h>
#include <crm/mem.h>

#include <pthread.h>
#include <stdlib.h>

struct worker {
	struct crm_batch *batch;
	int number;
	pthread_t thread;
};

void crm_batch_init(struct crm_batch *b, const struct crm_recommender *r, const struct crm_matrix *m,
		    enum crm_rank_mode mode, size_t most, int threads)
{
	*b = (struct crm_batch){ .threads = threads > 1 ? threads : 1 };
	b->rank = crm_calloc((size_t)b->threads, sizeof *b->rank);
	for (int t = 0; t < b->threads; t++)
		crm_rank_init(&b->rank[t], r, m, mode, most);
	b->most = b->rank[0].top.most;
}

void crm_batch_release(struct crm_batch *b)
{
	for (int t = 0; t < b->threads; t++)
		crm_rank_release(&b->rank[t]);
	free(b->rank);
	free(b->item);
	free(b->length);
	*b = (struct crm_batch){ 0 };
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct crm_batch *b = w->batch;
	struct crm_rank *k = &b->rank[w->number];

	for (size_t i = (size_t)w->number; i < b->n; i += (size_t)b->threads) {
		crm_rank_customer(k, b->customer[i]);
		b->length[i] = k->top.n;
		for (size_t j = 0; j < k->top.n; j++) {
			struct crm_batch_item *item = &b->item[i * b->most + j];

			item->offer = k->top.best[j];
			item->reasons = (uint32_t)crm_rank_because(k, b->customer[i], item->offer.item, item->reason);
		}
	}
	return NULL;
}

void crm_batch_run(struct crm_batch *b, const uint32_t *customer, size_t n)
{
	struct worker *w = crm_calloc((size_t)b->threads, sizeof *w);
	int started = 1;

	if (n > b->cap) {
		b->item = crm_realloc(b->item, (n * b->most + 1) * sizeof *b->item);
		b->length = crm_realloc(b->length, n * sizeof *b->length);
		b->cap = n;
	}
	b->customer = customer;
	b->n = n;
	for (int t = 0; t < b->threads; t++)
		w[t] = (struct worker){ .batch = b, .number = t };
	while (started < b->threads && !pthread_create(&w[started].thread, NULL, work, &w[started]))
		started++;
	work(&w[0]);
	for (int t = started; t < b->threads; t++)     /* could not start: done here */
		work(&w[t]);
	for (int t = 1; t < started; t++)
		pthread_join(w[t].thread, NULL);
	free(w);
}
