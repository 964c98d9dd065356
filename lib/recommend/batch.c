#include <crm/batch.h>
#include <crm/mem.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* every threads-th customer from `number` on */
struct crm_batch_worker {
	struct crm_batch *batch;
	int number, started;
	struct crm_rank_reasons *reasons;
	pthread_t thread;
};

void crm_batch_init(struct crm_batch *b, const struct crm_recommender *r, const struct crm_matrix *m,
		    enum crm_rank_mode mode, size_t most, int threads)
{
	*b = (struct crm_batch){ .threads = threads > 1 ? threads : 1 };
	b->rank = crm_calloc((size_t)b->threads, sizeof *b->rank);
	b->worker = crm_calloc((size_t)b->threads, sizeof *b->worker);
	for (int t = 0; t < b->threads; t++) {
		crm_rank_init(&b->rank[t], r, m, mode, most);
		b->most = b->rank[t].top.most;
		b->worker[t] = (struct crm_batch_worker){
			.batch = b, .number = t, .reasons = crm_calloc(b->most + 1, sizeof *b->worker->reasons)
		};
	}
	b->lists[0].most = b->lists[1].most = b->most;
	b->at = &b->lists[1];
}

void crm_batch_release(struct crm_batch *b)
{
	crm_batch_wait(b);
	for (int t = 0; t < b->threads; t++) {
		crm_rank_release(&b->rank[t]);
		free(b->worker[t].reasons);
	}
	for (int i = 0; i < 2; i++) {
		free(b->lists[i].customer);
		free(b->lists[i].item);
		free(b->lists[i].length);
	}
	free(b->rank);
	free(b->worker);
	*b = (struct crm_batch){ 0 };
}

static void put_list(struct crm_batch_lists *l, size_t i, const struct crm_rank *k,
		     const struct crm_rank_reasons *reasons)
{
	l->length[i] = k->top.n;
	for (size_t j = 0; j < k->top.n; j++) {
		struct crm_batch_item *item = &l->item[i * l->most + j];

		item->offer = k->top.best[j];
		item->reasons = (uint16_t)reasons[j].n;
		memcpy(item->follows, reasons[j].follows, sizeof item->follows);
		memcpy(item->reason, reasons[j].product, sizeof item->reason);
	}
}

static void *work(void *arg)
{
	struct crm_batch_worker *w = arg;
	struct crm_batch_lists *l = w->batch->at;
	struct crm_rank *k = &w->batch->rank[w->number];

	for (size_t i = (size_t)w->number; i < l->n; i += (size_t)w->batch->threads) {
		crm_rank_customer(k, l->customer[i]);
		crm_rank_because(k, l->customer[i], w->reasons);
		put_list(l, i, k, w->reasons);
	}
	return NULL;
}

static void reserve(struct crm_batch_lists *l, size_t n)
{
	if (n <= l->cap)
		return;
	l->customer = crm_realloc(l->customer, n * sizeof *l->customer);
	l->item = crm_realloc(l->item, (n * l->most + 1) * sizeof *l->item);
	l->length = crm_realloc(l->length, n * sizeof *l->length);
	l->cap = n;
}

void crm_batch_start(struct crm_batch *b, const uint32_t *customer, size_t n)
{
	b->at = b->at == &b->lists[0] ? &b->lists[1] : &b->lists[0];
	reserve(b->at, n);
	b->at->n = n;
	if (n)
		memcpy(b->at->customer, customer, n * sizeof *customer);
	for (int t = 0; t < b->threads; t++) {
		b->worker[t].started = !pthread_create(&b->worker[t].thread, NULL, work, &b->worker[t]);
		if (!b->worker[t].started)     /* then here */
			work(&b->worker[t]);
	}
}

const struct crm_batch_lists *crm_batch_wait(struct crm_batch *b)
{
	for (int t = 0; t < b->threads; t++)
		if (b->worker[t].started) {
			pthread_join(b->worker[t].thread, NULL);
			b->worker[t].started = 0;
		}
	return b->at;
}
