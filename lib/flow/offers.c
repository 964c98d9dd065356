#include <crm/offers.h>
#include <crm/customer.h>
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

enum { AT_ONCE = 1024, DIGITS = 6, RANK_SIZE = 8 };

struct crm_offers {
	const struct crm_events *e;
	const struct crm_shelf *shelf;
	int names, due;
	struct crm_batch batch;
	struct crm_fields fields;
	struct crm_cell *cell;
	struct crm_buf why;
	char (*rank)[RANK_SIZE];       /* 1, 2, 3 … */
};

/* a stream may have a column of that name already, crm-rfm's score: then ours is offer_score */
static void add_column(struct crm_fields *f, const char *name)
{
	char own[32];
	size_t at;

	snprintf(own, sizeof own, "offer_%s", name);
	at = crm_fields_add(f, crm_fields_find(f, name) < 0 ? name : own);
	f->number[at] = !strcmp(name, "rank") || !strcmp(name, "score");
}

struct crm_offers *crm_offers_open(const struct crm_recommender *r, const struct crm_matrix *m,
				   const struct crm_events *e, const struct crm_shelf *shelf,
				   const struct crm_offers_opts *o, const struct crm_fields *lead)
{
	static const char *const tail[] = { "rank", "product_id", "product_name", "score", "due", "because" };
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
	f->cell = crm_calloc(f->fields.n, sizeof *f->cell);
	f->rank = crm_calloc(o->most, sizeof *f->rank);
	for (size_t i = 0; i < o->most; i++)
		snprintf(f->rank[i], sizeof f->rank[i], "%u", (unsigned)(i + 1) % 1000000);
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
	free(f->rank);
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

/* the offers of customer i of a batch, after lead cells */
static int put_list(struct crm_offers *f, const struct crm_batch_lists *l, size_t i, size_t lead,
		    struct crm_writer *w)
{
	for (size_t j = 0; j < l->length[i]; j++) {
		const struct crm_batch_item *item = &l->item[i * l->most + j];
		const char *name = f->shelf->name[item->offer.item];
		char score[48], due[CRM_DATE_LEN];
		size_t n = lead;

		crm_num_print(item->offer.score, DIGITS, score, sizeof score);
		crm_reason_text(&f->why, f->batch.rank, f->e, f->shelf, l->customer[i], item);
		f->cell[n++] = text(f->rank[j]);
		f->cell[n++] = text(crm_events_product(f->e, item->offer.item));
		if (f->names)
			f->cell[n++] = text(name ? name : "");
		f->cell[n++] = text(score);
		if (f->due)
			f->cell[n++] = text(due_day(f, l->customer[i], item->offer.item, due));
		f->cell[n++] = (struct crm_cell){ f->why.s, f->why.n };
		if (crm_writer_put(w, f->cell, n) != 0)
			return -1;
	}
	return 0;
}

static int put_customers(struct crm_offers *f, const struct crm_batch_lists *l, struct crm_writer *w)
{
	for (size_t i = 0; i < l->n; i++) {
		f->cell[0] = text(crm_events_customer(f->e, l->customer[i]));
		if (put_list(f, l, i, 1, w) != 0)
			return -1;
	}
	return 0;
}

/* the next customers from c on: where they end */
static uint32_t start_customers(struct crm_offers *f, uint32_t c)
{
	uint32_t customer[AT_ONCE];
	size_t n = 0;

	while (n < AT_ONCE && c < f->e->customers)
		customer[n++] = c++;
	crm_batch_start(&f->batch, customer, n);
	return c;
}

int crm_offers_all(struct crm_offers *f, struct crm_writer *w)
{
	uint32_t c = start_customers(f, 0);
	const struct crm_batch_lists *done;
	struct crm_progress p;
	int bad = 0;

	crm_progress_start(&p, "customers", f->e->customers);
	while (!bad && (done = crm_batch_wait(&f->batch))->n) {
		c = start_customers(f, c);
		bad = put_customers(f, done, w);
		crm_progress_step(&p, c);
	}
	crm_progress_stop(&p);
	return bad;
}

/* the offers of rows of customers, each behind its row; the rows are done with */
static int put_rows(struct crm_offers *f, struct crm_rowset *rows, const struct crm_batch_lists *l,
		    struct crm_writer *w)
{
	int bad = 0;

	for (size_t i = 0; i < rows->n && !bad; i++) {
		const struct crm_record *rec = &rows->row[i];

		memcpy(f->cell, rec->cell, rec->n * sizeof *rec->cell);
		bad = put_list(f, l, i, rec->n, w);
	}
	crm_rowset_clear(rows);
	return bad;
}

/* the customer of a row, among those who bought; the store knows whose an absorbed id is now.  CRM_MAP_NONE: bought
 * nothing, or is no customer (reported) */
static uint32_t find_customer(struct crm_offers *f, struct crm_customers *known, const struct crm_record *rec, int column)
{
	const char *id = crm_record_text(rec, column);
	char now[24];
	int64_t number;

	if (!known)
		return crm_events_find_customer(f->e, id);
	if (crm_num_int(id, &number) == 0 && number > 0 && (number = crm_customers_resolve(known, number)) > 0) {
		snprintf(now, sizeof now, "%lld", (long long)number);
		return crm_events_find_customer(f->e, now);
	}
	if (crm_worst() < CRM_FAILED)
		crm_finding("%s:%ld: %s: '%s' is no customer of the store", rec->file, rec->line,
			    rec->fields->name[column], crm_quoted(id));
	return CRM_MAP_NONE;
}

/* the next rows of customers, started.  0 or -1 */
static int start_rows(struct crm_offers *f, struct crm_reader *in, int column, struct crm_customers *known,
		      struct crm_rowset *rows)
{
	uint32_t customer[AT_ONCE] = { 0 };
	struct crm_record rec;
	int got = 1;

	while (rows->n < AT_ONCE && (got = crm_reader_next(in, &rec)) == 1) {
		if (rec.error) {
			crm_error("%s:%ld: %s", rec.file, rec.line, rec.error);
			return -1;
		}
		customer[rows->n] = find_customer(f, known, &rec, column);
		crm_rowset_add(rows, &rec);
	}
	crm_batch_start(&f->batch, customer, rows->n);
	return got < 0 || crm_worst() >= CRM_FAILED ? -1 : 0;
}

static int put_stream(struct crm_offers *f, struct crm_reader *in, int column, struct crm_customers *known,
		      struct crm_rowset rows[2], struct crm_writer *w)
{
	int turn = 0, bad = start_rows(f, in, column, known, &rows[0]);

	while (!bad && rows[turn].n) {
		const struct crm_batch_lists *done = crm_batch_wait(&f->batch);

		bad = start_rows(f, in, column, known, &rows[!turn]) != 0 || put_rows(f, &rows[turn], done, w) != 0;
		turn = !turn;
	}
	return bad;
}

int crm_offers_stream(struct crm_offers *f, struct crm_reader *customers, const char *columns, struct crm_store *s,
		      struct crm_writer *w)
{
	struct crm_rowset rows[2] = { { 0 }, { 0 } };
	struct crm_customers *known = s ? crm_customers_open(s, NULL) : NULL;
	int column[CRM_PURCHASE_ROLES];
	int bad = crm_purchase_columns(crm_reader_name(customers), crm_reader_fields(customers), columns, column) ||
		  put_stream(f, customers, column[CRM_PURCHASE_CUSTOMER], known, rows, w);

	crm_batch_wait(&f->batch);
	if (known)
		crm_customers_close(known);
	crm_rowset_release(&rows[0]);
	crm_rowset_release(&rows[1]);
	return bad ? -1 : 0;
}
