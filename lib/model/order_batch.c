#include <crm/order_batch.h>
#include <crm/array.h>
#include <crm/keys.h>
#include <crm/source.h>

#include <stdlib.h>
#include <string.h>

enum { RECORDS, PRODUCTS, STATEMENTS };

static const char *const text[STATEMENTS] = {
	[RECORDS] = "SELECT key, record_id FROM record WHERE source_id = ?1",
	[PRODUCTS] = "SELECT key, product_id FROM product",
};

struct source {
	char *name;
	int64_t id;
	struct crm_keys records;
};

struct crm_order_keys {
	struct crm_store *store;
	struct crm_sql sql;
	struct source *source;
	size_t sources, cap;
	struct crm_keys products;
	int64_t records;
};

/* ---- keys ---- */

struct crm_order_keys *crm_order_keys_open(struct crm_store *s)
{
	struct crm_order_keys *k = crm_alloc(sizeof *k);

	k->store = s;
	crm_sql_init(&k->sql, s, text, STATEMENTS);
	if (crm_keys_load(&k->products, crm_sql_get(&k->sql, PRODUCTS)) != 0) {
		crm_order_keys_close(k);
		return NULL;
	}
	return k;
}

void crm_order_keys_close(struct crm_order_keys *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->sources; i++) {
		free(k->source[i].name);
		crm_keys_release(&k->source[i].records);
	}
	crm_keys_release(&k->products);
	crm_sql_release(&k->sql);
	free(k->source);
	free(k);
}

static struct source *known_source(const struct crm_order_keys *k, const char *name)
{
	for (size_t i = 0; i < k->sources; i++)
		if (!strcmp(k->source[i].name, name))
			return &k->source[i];
	return NULL;
}

int crm_order_keys_know(const struct crm_order_keys *k, const char *source)
{
	return known_source(k, source) != NULL;
}

int64_t crm_order_keys_records(const struct crm_order_keys *k)
{
	return k->records;
}

static struct source *find_source(struct crm_order_keys *k, const char *name)
{
	struct crm_stmt *st;
	struct source *s = known_source(k, name);

	if (s)
		return s;
	CRM_GROW(k->source, k->sources, k->cap);
	s = &k->source[k->sources];
	*s = (struct source){ .name = crm_strdup(name), .id = crm_source_id(k->store, NULL, name, NULL) };
	k->sources++;
	if (!(st = crm_sql_get(&k->sql, RECORDS)))
		return NULL;
	crm_stmt_int(st, 1, s->id);
	if (crm_keys_load(&s->records, st) != 0)
		return NULL;
	k->records += crm_map_count(s->records.map);
	return s;
}

/* ---- the batch ---- */

struct crm_order_batch *crm_order_batch_new(struct crm_order_keys *known)
{
	struct crm_order_batch *b = crm_alloc(sizeof *b);

	b->known = known;
	crm_buf_init(&b->keys);
	return b;
}

void crm_order_batch_free(struct crm_order_batch *b)
{
	if (!b)
		return;
	crm_buf_release(&b->keys);
	free(b->waiting);
	free(b->line);
	free(b);
}

int crm_order_batch_begin(struct crm_order_batch *b, const struct crm_order *o, const char **why)
{
	struct source *of = find_source(b->known, o->source);
	int64_t record_id;

	if (!of)
		return -1;
	if (!of->id) {
		*why = "no records of this source are in the store";
		return 0;
	}
	if (!(record_id = crm_keys_find(&of->records, o->customer))) {
		*why = "no such customer in this source";
		return 0;
	}
	CRM_GROW(b->waiting, b->waits, b->waiting_cap);
	b->waiting[b->waits++] = (struct crm_waiting_order){
		.source_id = of->id, .record_id = record_id, .day = o->day, .second = o->second < 0 ? -1 : o->second,
		.key = b->keys.n, .first = b->lines, .is_void = o->status && *o->status,
	};
	crm_buf_add(&b->keys, o->key, strlen(o->key) + 1);
	b->open = 1;
	return 1;
}

int crm_order_batch_line(struct crm_order_batch *b, const struct crm_order_line *l, const char **why)
{
	struct crm_waiting_order *w = &b->waiting[b->waits - 1];
	int64_t product = crm_keys_find(&b->known->products, l->product);

	if (!product) {
		*why = "no such product in the store";
		return 0;
	}
	CRM_GROW(b->line, b->lines, b->line_cap);
	b->line[b->lines++] = (struct crm_waiting_line){ w->record_id, w->day, 0, 0, product, l->quantity, l->unit_price,
							 l->amount };
	w->n++;
	return 1;
}

void crm_order_batch_drop(struct crm_order_batch *b)
{
	if (!b->open)
		return;
	b->open = 0;
	b->waits--;
	b->lines = b->waiting[b->waits].first;
	crm_buf_truncate(&b->keys, b->waiting[b->waits].key);
}

void crm_order_batch_end(struct crm_order_batch *b)
{
	if (b->open && !b->waiting[b->waits - 1].n)
		crm_order_batch_drop(b);
	b->open = 0;
}

int crm_order_batch_refused(struct crm_order_batch *b, size_t *which, const char **why)
{
	while (b->looked_at < b->waits) {
		*which = b->looked_at;
		if ((*why = b->waiting[b->looked_at++].refused))
			return 1;
	}
	b->waits = b->lines = b->looked_at = 0;
	crm_buf_reset(&b->keys);
	return 0;
}
