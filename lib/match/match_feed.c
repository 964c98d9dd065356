#include <crm/match_feed.h>
#include <crm/array.h>
#include <crm/match_keys.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 4096             /* records a thread */

/* a share of the batch: cleaned records and their key texts */
struct worker {
	struct crm_match_feed *feed;
	struct crm_match_clean clean;
	struct crm_match_key *key;     /* BATCH rows */
	struct crm_cell *cell;         /* one record */
	struct crm_buf text;
	size_t from, to;
};

struct crm_match_feed {
	struct crm_match_table *t;
	struct worker *worker;
	unsigned workers;
	struct crm_buf raw;            /* id and cells of the waiting records, each NUL-terminated */
	size_t *at;                    /* where a record begins in raw */
	uint32_t *number;
	size_t n;
	size_t first;                  /* row of the first of them */
};

struct crm_match_feed *crm_match_feed_new(struct crm_match_table *t, const struct crm_lexicon *lexicon,
					  unsigned threads)
{
	struct crm_match_feed *f = crm_alloc(sizeof *f);

	f->t = t;
	f->workers = threads;
	f->worker = crm_calloc(threads, sizeof *f->worker);
	f->at = crm_calloc((size_t)threads * BATCH, sizeof *f->at);
	f->number = crm_calloc((size_t)threads * BATCH, sizeof *f->number);
	crm_buf_init(&f->raw);
	for (unsigned i = 0; i < threads; i++) {
		struct worker *w = &f->worker[i];

		w->feed = f;
		crm_match_clean_init(&w->clean, lexicon);
		w->key = crm_calloc(BATCH * (t->width + 1), sizeof *w->key);
		w->cell = crm_calloc(t->columns + 1, sizeof *w->cell);
		crm_buf_init(&w->text);
	}
	return f;
}

void crm_match_feed_free(struct crm_match_feed *f)
{
	if (!f)
		return;
	for (unsigned i = 0; i < f->workers; i++) {
		crm_match_clean_release(&f->worker[i].clean);
		crm_buf_release(&f->worker[i].text);
		free(f->worker[i].key);
		free(f->worker[i].cell);
	}
	crm_buf_release(&f->raw);
	free(f->worker);
	free(f->at);
	free(f->number);
	free(f);
}

void crm_match_feed_add(struct crm_match_feed *f, const char *id, uint32_t number, const struct crm_cell *cells)
{
	f->number[f->n] = number;
	f->at[f->n++] = f->raw.n;
	crm_buf_add(&f->raw, id, strlen(id) + 1);
	for (size_t i = 0; i < f->t->columns; i++) {
		if (f->t->kind[i] != CRM_KIND_IGNORE)
			crm_buf_add(&f->raw, cells[i].s, cells[i].n);
		crm_buf_putc(&f->raw, 0);
	}
	if (f->n == (size_t)f->workers * BATCH)
		crm_match_feed_flush(f);
}

static void *clean(void *arg)
{
	struct worker *w = arg;
	const struct crm_match_table *t = w->feed->t;

	crm_buf_reset(&w->text);
	for (size_t i = w->from; i < w->to; i++) {
		const char *s = w->feed->raw.s + w->feed->at[i];

		s += strlen(s) + 1;
		for (size_t c = 0; c < t->columns; c++) {
			w->cell[c] = (struct crm_cell){ s, strlen(s) };
			s += w->cell[c].n + 1;
		}
		crm_match_keys_make(t, &w->clean, w->cell, w->key + (i - w->from) * t->width, &w->text);
	}
	return NULL;
}

/* all cleaned rows into the dictionaries of this worker's part */
static void *intern(void *arg)
{
	struct worker *w = arg;
	struct crm_match_feed *f = w->feed;

	for (unsigned k = 0; k < f->workers; k++)
		crm_match_table_put(f->t, f->first + f->worker[k].from, f->worker[k].to - f->worker[k].from,
				    f->worker[k].key, f->worker[k].text.s, (unsigned)(w - f->worker), f->workers);
	return NULL;
}

static void run(struct crm_match_feed *f, void *work(void *))
{
	pthread_t thread[64];
	unsigned char started[64] = { 0 };

	for (unsigned i = 1; i < f->workers; i++)
		started[i] = pthread_create(&thread[i], NULL, work, &f->worker[i]) == 0;
	work(&f->worker[0]);
	for (unsigned i = 1; i < f->workers; i++)
		if (started[i])
			pthread_join(thread[i], NULL);
		else
			work(&f->worker[i]);
}

void crm_match_feed_flush(struct crm_match_feed *f)
{
	const char **id = crm_calloc(f->n + 1, sizeof *id);
	size_t share = (f->n + f->workers - 1) / f->workers;

	for (unsigned i = 0; i < f->workers; i++) {
		f->worker[i].from = i * share < f->n ? i * share : f->n;
		f->worker[i].to = (i + 1) * share < f->n ? (i + 1) * share : f->n;
	}
	for (size_t i = 0; i < f->n; i++)
		id[i] = f->raw.s + f->at[i];
	run(f, clean);
	f->first = crm_match_table_extend(f->t, id, f->number, f->n);
	run(f, intern);
	free(id);
	f->n = 0;
	crm_buf_reset(&f->raw);
}
