#include <crm/offers.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>
#include <crm/progress.h>
#include <crm/purchase.h>
#include <crm/reason.h>
#include <crm/rowset.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 8192, ROWS_AT_ONCE = 1024, DIGITS = 6 };

struct crm_offers {
	const struct crm_events *e;
	const struct crm_shelf *shelf;
	int names, due;
	struct crm_batch batch;
	struct crm_fields fields;
	struct crm_cell *cell;
	struct crm_buf why;
};

/* a stream may have a column of that name already, crm-rfm's score: then ours is offer_score */
static void add_column(struct crm_fields *f, const char *name)
{
	char own[32];

	snprintf(own, sizeof own, "offer_%s", name);
	crm_fields_add(f, crm_fields_find(f, name) < 0 ? name : own);
}

struct crm_offers *crm_offers_open(const struct crm_recommender *r, const struct crm_matrix *m,
				   const struct crm_events *e, const struct crm_shelf *shelf,
				   const struct crm_offers_opts *o, const struct crm_fields *lead)
{
	static const char *const tail[] = { "rank", "product_id", "product_name", "score", "due", "because" };
	static const char *const numbers[] = { "rank", "score", "offer_rank", "offer_score", NULL };
	struct crm_offers *f = crm_alloc(sizeof *f);

	f->e = e;
	f->shelf = shelf;
	f->names = o->names;
	f->due = o->mode == CRM_RANK_REPEAT;
	crm_buf_init(&f->why);
	crm_batch_init(&f->batch, r, m, o->mode, o->most, o->threads);
	for (int t = 0; t < f->batch.threads; t++) {
		f->batch.rank[t].fill = o->fill;
		f->batch.rank[t].barred = shelf->barred;
		crm_rank_exclude(&f->batch.rank[t], o->since, shelf->class, crm_shelf_classes(shelf));
	}
	crm_fields_init(&f->fields);
	if (lead)
		crm_fields_copy(&f->fields, lead);
	else
		crm_fields_add(&f->fields, "customer_id");
	for (size_t i = 0; i < sizeof tail / sizeof *tail; i++)
		if ((f->names || strcmp(tail[i], "product_name") != 0) && (f->due || strcmp(tail[i], "due") != 0))
			add_column(&f->fields, tail[i]);
	crm_fields_numbers(&f->fields, numbers);
	f->cell = crm_calloc(f->fields.n, sizeof *f->cell);
	return f;
}

void crm_offers_close(struct crm_offers *f)
{
	if (!f)
		return;
	crm_batch_release(&f->batch);
	crm_fields_release(&f->fields);
	crm_buf_release(&f->why);
	free(f->cell);
	free(f);
}

const struct crm_fields *crm_offers_fields(const struct crm_offers *f)
{
	return &f->fields;
}

static struct crm_cell text(const char *s)
{
	return (struct crm_cell){ s, strlen(s) };
}

static const char *due_day(const struct crm_offers *f, uint32_t customer, uint32_t product,
			   char out[CRM_DATE_LEN])
{
	int64_t day;

	return crm_reason_due(f->batch.rank->m, customer, product, &day) ? crm_date_print(day, out) : "";
}

/* the offers of customer i of the batch, after lead cells */
static int put_list(struct crm_offers *f, size_t i, size_t lead, struct crm_writer *w)
{
	const struct crm_batch *b = &f->batch;

	for (size_t j = 0; j < b->length[i]; j++) {
		const struct crm_batch_item *item = &b->item[i * b->most + j];
		const char *name = f->shelf->name[item->offer.item];
		char rank[24], score[48], due[CRM_DATE_LEN];
		size_t n = lead;

		snprintf(rank, sizeof rank, "%zu", j + 1);
		crm_num_print(item->offer.score, DIGITS, score, sizeof score);
		crm_reason_text(&f->why, b->rank, f->e, f->shelf, b->customer[i], item);
		f->cell[n++] = text(rank);
		f->cell[n++] = text(crm_events_product(f->e, item->offer.item));
		if (f->names)
			f->cell[n++] = text(name ? name : "");
		f->cell[n++] = text(score);
		if (f->due)
			f->cell[n++] = text(due_day(f, b->customer[i], item->offer.item, due));
		f->cell[n++] = (struct crm_cell){ f->why.s, f->why.n };
		if (crm_writer_put(w, f->cell, n) != 0)
			return -1;
	}
	return 0;
}

int crm_offers_all(struct crm_offers *f, struct crm_writer *w)
{
	uint32_t *customer = crm_calloc(AT_ONCE, sizeof *customer);
	struct crm_progress p;
	int bad = 0;

	crm_progress_start(&p, "customers", f->e->customers);
	for (uint32_t c = 0; c < f->e->customers && !bad;) {
		size_t n = 0;

		while (n < AT_ONCE && c < f->e->customers)
			customer[n++] = c++;
		crm_batch_run(&f->batch, customer, n);
		for (size_t i = 0; i < n && !bad; i++) {
			f->cell[0] = text(crm_events_customer(f->e, customer[i]));
			bad = put_list(f, i, 1, w);
		}
		crm_progress_step(&p, c);
	}
	crm_progress_stop(&p);
	free(customer);
	return bad;
}

/* the offers of rows of customers, each behind its row; the rows are done with */
static int put_rows(struct crm_offers *f, struct crm_rowset *rows, const uint32_t *customer,
		    struct crm_writer *w)
{
	int bad = 0;

	crm_batch_run(&f->batch, customer, rows->n);
	for (size_t i = 0; i < rows->n && !bad; i++) {
		const struct crm_record *rec = &rows->row[i];

		memcpy(f->cell, rec->cell, rec->n * sizeof *rec->cell);
		bad = put_list(f, i, rec->n, w);
	}
	crm_rowset_clear(rows);
	return bad;
}

static int read_customers(struct crm_offers *f, struct crm_reader *in, int column, struct crm_rowset *rows,
			  struct crm_writer *w)
{
	uint32_t customer[ROWS_AT_ONCE];
	struct crm_record rec;
	int got;

	while ((got = crm_reader_next(in, &rec)) == 1) {
		if (rec.error) {
			crm_error("%s:%ld: %s", rec.file, rec.line, rec.error);
			return -1;
		}
		customer[rows->n] = crm_events_find_customer(f->e, crm_record_text(&rec, column));
		crm_rowset_add(rows, &rec);
		if (rows->n == ROWS_AT_ONCE && put_rows(f, rows, customer, w) != 0)
			return -1;
	}
	return got ? -1 : put_rows(f, rows, customer, w);
}

int crm_offers_stream(struct crm_offers *f, struct crm_reader *customers, const char *columns,
		      struct crm_writer *w)
{
	int column[CRM_PURCHASE_ROLES];
	struct crm_rowset rows = { 0 };
	int bad = crm_purchase_columns(crm_reader_fields(customers), columns, column) ||
		  read_customers(f, customers, column[CRM_PURCHASE_CUSTOMER], &rows, w);

	crm_rowset_release(&rows);
	return bad ? -1 : 0;
}
