#include <crm/rfm_rows.h>
#include <crm/customer.h>
#include <crm/diag.h>
#include <crm/feed.h>
#include <crm/mem.h>
#include <crm/num.h>
#include <crm/worker.h>

#include <stdlib.h>
#include <string.h>

int crm_rfm_rows_open(struct crm_rfm_rows *r, const struct crm_fields *known, size_t store_columns)
{
	static const char *const of_store[CRM_RFM_STORE_COLUMNS] = { "customer_id", "name", "email", "prefecture" };
	const char *name[CRM_ANALYSIS_COLUMNS];

	if (known)
		crm_fields_copy(&r->fields, known);
	else
		crm_fields_set(&r->fields, of_store, store_columns);
	r->columns = crm_analysis_columns(&r->analysis->opts, name);
	for (size_t i = 0; i < r->columns; i++)
		if ((r->at[i] = crm_fields_find(&r->fields, name[i])) < 0)
			r->at[i] = (int)crm_fields_add(&r->fields, name[i]);
	crm_fields_numbers(&r->fields, crm_analysis_numbers);
	r->cell = crm_calloc(r->fields.n, sizeof *r->cell);
	r->keep = crm_alloc(r->analysis->n);
	return r->where ? crm_jq_header(r->where, &r->fields) : 0;
}

void crm_rfm_rows_release(struct crm_rfm_rows *r)
{
	crm_fields_release(&r->fields);
	free(r->cell);
	free(r->keep);
}

static int is_chosen(const struct crm_rfm_rows *r, int64_t i)
{
	return !r->chosen || (i >= 0 && r->chosen[crm_analysis_segment(r->analysis, (size_t)i)]);
}

/* customer i (or CRM_ANALYSIS_NOBODY), whose first cells are in r->cell; 0 or -1 */
static int put(struct crm_rfm_rows *r, int64_t i, const char *file, long line)
{
	struct crm_record rec = { &r->fields, r->cell, r->fields.n, file, line, NULL };
	int kept = 1;

	if (!is_chosen(r, i))
		return 0;
	crm_analysis_cells(r->analysis, i, &r->row);
	for (size_t k = 0; k < r->columns; k++)
		r->cell[r->at[k]] = r->row.cell[k];
	if (r->where && (kept = crm_jq_test(r->where, &rec)) < 1)
		return kept;
	if (i >= 0)
		r->keep[i] = 1;
	return r->out ? crm_writer_put(r->out, r->cell, r->fields.n) : 0;
}

int crm_rfm_rows_of_ids(struct crm_rfm_rows *r, const struct crm_map *ids, const uint32_t *id_at_place)
{
	for (size_t i = 0; i < r->analysis->n; i++) {
		uint32_t id = id_at_place[i];

		r->cell[0] = (struct crm_cell){ crm_map_key(ids, id), crm_map_key_len(ids, id) };
		if (put(r, (int64_t)i, "customer", (long)i + 1) != 0)
			return -1;
	}
	return 0;
}

static int has_bought(const struct crm_rfm_rows *r, int64_t customer)
{
	return (size_t)customer < r->analysis->n && r->analysis->sum[customer].orders;
}

/* nobody reads the rows: what is known of a customer does not matter */
static int keep_buyers(struct crm_rfm_rows *r)
{
	for (size_t i = 0; i < r->analysis->n; i++)
		r->keep[i] = has_bought(r, (int64_t)i) && is_chosen(r, (int64_t)i);
	return 0;
}

/* One thread reads what is known of customers, another makes rows of them. */
enum { BATCH = 1024 };

struct batch {
	struct crm_rfm_rows *rows;
	size_t n;
	int64_t customer[BATCH];
	struct crm_buf text;           /* name, email and prefecture of each, with a NUL behind */
	int bad;
};

static void print_batch(void *data)
{
	struct batch *b = data;
	struct crm_rfm_rows *r = b->rows;
	const char *text = b->text.s;

	for (size_t i = 0; i < b->n && !b->bad; i++) {
		char id[CRM_CELLS_ROOM];

		r->cell[0] = (struct crm_cell){ id, crm_cells_int(b->customer[i], id) };
		for (int k = 1; k < CRM_RFM_STORE_COLUMNS; k++) {
			r->cell[k] = (struct crm_cell){ text, strlen(text) };
			text += r->cell[k].n + 1;
		}
		b->bad = put(r, b->customer[i], "customer", (long)b->customer[i]);
	}
}

/* 1 there may be more, 0, -1 */
static int fill_batch(struct batch *b, struct crm_feed *f)
{
	struct crm_feed_contact p;
	int got = 1;

	b->n = 0;
	crm_buf_reset(&b->text);
	while (b->n < BATCH && (got = crm_feed_next_contact(f, &p)) == 1) {
		if (!has_bought(b->rows, p.customer_id))
			continue;
		b->customer[b->n++] = p.customer_id;
		crm_buf_add(&b->text, p.name, strlen(p.name) + 1);
		crm_buf_add(&b->text, p.email, strlen(p.email) + 1);
		crm_buf_add(&b->text, p.prefecture, strlen(p.prefecture) + 1);
	}
	return got;
}

static int print_contacts(struct crm_rfm_rows *r, struct crm_feed *f, struct batch b[2])
{
	/* libjq stays in the thread that opened it */
	struct crm_worker *w = r->where ? NULL : crm_worker_start(print_batch);
	int got = 1, bad = 0;

	for (int k = 0; got == 1 && !bad; k = !k) {
		got = fill_batch(&b[k], f);
		if (w)
			crm_worker_wait(w);
		bad = b[!k].bad;
		if (got >= 0 && !bad && w)
			crm_worker_give(w, &b[k]);
		else if (got >= 0 && !bad)
			print_batch(&b[k]);
	}
	crm_worker_stop(w);
	return got < 0 || b[0].bad || b[1].bad ? -1 : 0;
}

int crm_rfm_rows_of_store(struct crm_rfm_rows *r, struct crm_store *s)
{
	struct crm_feed *f;
	struct batch *b;
	int bad;

	if (!r->out && !r->where)
		return keep_buyers(r);
	b = crm_calloc(2, sizeof *b);
	for (int k = 0; k < 2; k++) {
		b[k].rows = r;
		crm_buf_init(&b[k].text);
	}
	bad = !(f = crm_feed_contacts(s)) || print_contacts(r, f, b) != 0;
	crm_feed_close(f);
	for (int k = 0; k < 2; k++)
		crm_buf_release(&b[k].text);
	free(b);
	return bad ? -1 : 0;
}

/* the customer of an id, now; CRM_ANALYSIS_NOBODY: no such (reported).  *i is his place in the analysis,
 * CRM_ANALYSIS_NOBODY also for one who never bought */
static int find(struct crm_rfm_rows *r, struct crm_customers *c, const struct crm_record *rec, int column,
		int64_t *i)
{
	const char *id = crm_record_text(rec, column);
	int64_t number;

	*i = CRM_ANALYSIS_NOBODY;
	if (crm_num_int(id, &number) == 0 && number > 0 && (number = crm_customers_resolve(c, number)) > 0) {
		*i = (size_t)number < r->analysis->n ? number : CRM_ANALYSIS_NOBODY;
		return 0;
	}
	if (crm_worst() >= CRM_FAILED)
		return -1;
	crm_finding("%s:%ld: %s: '%s' is no customer of the store", rec->file, rec->line,
		    rec->fields->name[column], crm_quoted(id));
	return 0;
}

int crm_rfm_rows_of_stream(struct crm_rfm_rows *r, struct crm_store *s, struct crm_reader *in, int column)
{
	struct crm_customers *c = crm_customers_open(s, NULL);
	struct crm_record rec;
	int64_t i;
	int got;

	while ((got = crm_reader_next(in, &rec)) == 1) {
		if (rec.error) {
			crm_error("%s:%ld: %s", rec.file, rec.line, rec.error);
			got = -1;
			break;
		}
		memcpy(r->cell, rec.cell, rec.n * sizeof *rec.cell);
		if ((got = find(r, c, &rec, column, &i)) != 0 || (got = put(r, i, rec.file, rec.line)) != 0)
			break;
	}
	crm_customers_close(c);
	return got;
}
