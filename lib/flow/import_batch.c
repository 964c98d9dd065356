#include <crm/import_batch.h>
#include <crm/json.h>
#include <crm/map.h>
#include <crm/mem.h>

#include <stdlib.h>

struct crm_import_batch *crm_import_batch_new(const struct crm_intake *intake, const struct crm_import_layout *layout)
{
	struct crm_import_batch *b = crm_alloc(sizeof *b);

	b->layout = layout;
	for (int i = 0; i < CRM_IMPORT_BATCH; i++) {
		b->item[i].intake = crm_intake_twin(intake);
		crm_buf_init(&b->item[i].raw);
	}
	return b;
}

void crm_import_batch_free(struct crm_import_batch *b)
{
	if (!b)
		return;
	for (int i = 0; i < CRM_IMPORT_BATCH; i++) {
		crm_intake_close(b->item[i].intake);
		crm_buf_release(&b->item[i].raw);
	}
	crm_rowset_release(&b->rows);
	free(b);
}

struct crm_import_item *crm_import_batch_add(struct crm_import_batch *b, const struct crm_record *rec)
{
	struct crm_import_item *item = &b->item[b->rows.n];

	crm_rowset_add(&b->rows, rec);
	item->failure = NULL;
	item->settled = item->has_digest = 0;
	crm_buf_reset(&item->raw);
	if (rec->error) {              /* the reader's own text; the row has no other use for raw */
		crm_buf_puts(&item->raw, rec->error);
		item->failure = item->raw.s;
	}
	return item;
}

int crm_import_batch_is_full(const struct crm_import_batch *b)
{
	return b->rows.n == CRM_IMPORT_BATCH;
}

void crm_import_batch_clear(struct crm_import_batch *b)
{
	crm_rowset_clear(&b->rows);
	atomic_store(&b->next, 0);
}

static uint64_t mix_in(uint64_t h, const struct crm_cell *c)
{
	h = (h ^ crm_hash(c->s, c->n)) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

void crm_import_item_digest(struct crm_import_item *item, const struct crm_record *rec, const struct crm_import_layout *l)
{
	uint64_t h = l->hash;

	for (size_t i = 0; i < l->n; i++)
		h = mix_in(h, &rec->cell[l->column[i]]);
	for (size_t i = l->mapped; i && i < rec->n; i++)
		h = mix_in(h, &rec->cell[i]);
	item->digest = (int64_t)h;
	item->has_digest = 1;
}

void crm_import_item_normalise(struct crm_import_item *item, const struct crm_record *rec, const struct crm_import_layout *l)
{
	if (!item->has_digest)
		crm_import_item_digest(item, rec, l);
	crm_buf_reset(&item->raw);
	for (size_t i = 0; i < l->n; i++) {
		const struct crm_cell *c = &rec->cell[l->column[i]];

		crm_buf_putc(&item->raw, i ? ',' : '[');
		crm_json_text(&item->raw, c->s, c->n);
	}
	crm_buf_putc(&item->raw, ']');
	crm_intake_take(item->intake, rec, &item->row);
}

void crm_import_batch_normalise(void *batch)
{
	struct crm_import_batch *b = batch;
	size_t i;

	while ((i = atomic_fetch_add(&b->next, 1)) < b->rows.n) {
		struct crm_import_item *item = &b->item[i];

		if (!item->settled && !item->failure)
			crm_import_item_normalise(item, &b->rows.row[i], b->layout);
	}
}
