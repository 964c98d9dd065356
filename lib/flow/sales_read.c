#include <crm/sales_read.h>
#include <crm/buf.h>
#include <crm/custids.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 1024, BATCHES = 4 };

/* rows whose customers are looked up together (see crm_map_put_many) */
struct batch {
	size_t n;
	struct crm_ledger_row row[BATCH];
	struct crm_buf text;           /* their ids, end to end: cells do not outlive their record */
	size_t at[BATCH], length[BATCH];
};

/* One thread reads and parses, another sums up; batches go round between them in their order, so the
 * answer does not depend on who is faster. */
struct reading {
	struct crm_sales *sales;
	const struct crm_sales_read_opts *opts;
	const int *column;
	struct crm_rejects *rejects;
	long long rows, later, cancelled;
	struct batch batch[BATCHES];
	pthread_t adder;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	unsigned filled, added;        /* batches so far; the lock holds them */
	int ended;
};

static void add_batch(struct crm_sales *s, struct batch *b)
{
	const char *key[BATCH];
	uint32_t id[BATCH];

	for (size_t i = 0; i < b->n; i++)
		key[i] = b->text.s + b->at[i];
	crm_map_put_many(s->ids, key, b->length, b->n, id);
	for (size_t i = 0; i < b->n; i++)
		b->row[i].customer = id[i];
	crm_ledger_add(s->ledger, b->row, b->n);
	b->n = 0;
	crm_buf_reset(&b->text);
}

static void *adder(void *data)
{
	struct reading *r = data;

	pthread_mutex_lock(&r->lock);
	for (;;) {
		while (r->added == r->filled && !r->ended)
			pthread_cond_wait(&r->moved, &r->lock);
		if (r->added == r->filled)
			break;
		pthread_mutex_unlock(&r->lock);
		add_batch(r->sales, &r->batch[r->added % BATCHES]);
		pthread_mutex_lock(&r->lock);
		r->added++;
		pthread_cond_signal(&r->moved);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* the present batch is full: on to the next, when it is free */
static void hand_over(struct reading *r)
{
	pthread_mutex_lock(&r->lock);
	r->filled++;
	pthread_cond_signal(&r->moved);
	while (r->filled - r->added == BATCHES)
		pthread_cond_wait(&r->moved, &r->lock);
	pthread_mutex_unlock(&r->lock);
}

static void keep(struct reading *r, const struct crm_cell *id, const struct crm_salesrow *row)
{
	struct batch *b = &r->batch[r->filled % BATCHES];

	b->row[b->n] = (struct crm_ledger_row){ 0, row->day, row->order, row->amount };
	b->at[b->n] = b->text.n;
	b->length[b->n++] = id->n;
	crm_buf_add(&b->text, id->s, id->n);
	if (b->n == BATCH)
		hand_over(r);
}

/* 0, or -1: the run cannot go on (reported) */
static int take(struct reading *r, const struct crm_record *rec)
{
	struct crm_salesrow row;
	const char *why = rec->error;
	int role = -1;

	if (!why)
		why = crm_salesrow_take(rec, r->column, &row, &role);
	if (!why && row.cancelled) {
		r->cancelled++;
		return 0;
	}
	if (!why && row.day > r->opts->as_of) {
		if (!r->opts->future) {
			r->later++;
			return 0;
		}
		why = "is in the future";
		role = CRM_SALESROW_DATE;
	}
	if (why && role < 0)
		return crm_reject(r->rejects, rec, NULL, NULL, why);
	if (why)
		return crm_reject(r->rejects, rec, rec->fields->name[r->column[role]],
				  crm_record_text(rec, r->column[role]), why);
	keep(r, &rec->cell[r->column[CRM_SALESROW_CUSTOMER]], &row);
	return 0;
}

static int read_rows(struct reading *r, struct crm_reader *in)
{
	struct crm_record rec;
	int got;

	while ((got = crm_reader_next(in, &rec)) == 1) {
		r->rows++;
		crm_reject_count_row(r->rejects);
		if ((got = take(r, &rec)) != 0)
			break;
	}
	return got;
}

/* one of the further files */
static int read_file(struct reading *r, const struct crm_sales_files *f, const char *name)
{
	struct crm_reader *in = crm_reader_open(name, f->opts);
	int column[CRM_SALESROW_ROLES], got;

	if (!in)
		return -1;
	r->column = column;
	got = crm_salesrow_columns(name, crm_reader_fields(in), f->columns, column);
	if (!got || (got == 1 && (column[CRM_SALESROW_ORDER] < 0) != (f->column[CRM_SALESROW_ORDER] < 0))) {
		crm_error("%s: is not like the first file: %s", crm_quoted(name),
			  got ? "one of them has no order_id" : "it has no orders");
		got = -1;
	}
	got = got < 0 ? -1 : read_rows(r, in);
	crm_reader_close(in);
	return got;
}

static int read_files(struct reading *r, const struct crm_sales_files *f)
{
	int bad;

	r->column = f->column;
	bad = read_rows(r, f->in);
	for (size_t i = 0; i < f->n && !bad; i++)
		bad = read_file(r, f, f->more[i]);
	return bad;
}

static int read_all(struct reading *r, const struct crm_sales_files *f)
{
	int bad;

	if (!(r->rejects = crm_rejects_open(&r->opts->reject)))
		return -1;
	if (pthread_create(&r->adder, NULL, adder, r) != 0) {
		crm_error("cannot start a thread");
		crm_rejects_close(r->rejects);
		return -1;
	}
	bad = read_files(r, f);
	pthread_mutex_lock(&r->lock);
	r->filled++;
	r->ended = 1;
	pthread_cond_signal(&r->moved);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->adder, NULL);
	if (!bad && crm_rejects_stop(r->rejects)) {
		crm_error("%lld of %lld rows cannot be used; nothing is printed (--rejects FILE lets the others in)",
			  crm_rejects_count(r->rejects), r->rows);
		bad = -1;
	}
	return crm_rejects_close(r->rejects) != 0 || bad ? -1 : 0;
}

static int finish(struct crm_sales *s)
{
	uint32_t *place = crm_calloc(crm_map_count(s->ids), sizeof *place);

	s->id = crm_calloc(crm_map_count(s->ids), sizeof *s->id);
	crm_custids_order(s->ids, place, s->id);
	crm_ledger_relabel(s->ledger, place);
	free(place);
	if (crm_ledger_finish(s->ledger) == 0)
		return 0;
	crm_error("the amounts of a customer do not fit 64 bits");
	return -1;
}

static void say(const struct reading *r)
{
	char day[CRM_DATE_LEN];

	crm_note("%lld rows, %u customers; %lld rows of cancelled orders are left out", r->rows,
		 (unsigned)crm_map_count(r->sales->ids), r->cancelled);
	if (r->later)
		crm_warn("%lld rows are later than %s and do not count", r->later, crm_date_print(r->opts->as_of, day));
}

int crm_sales_read(struct crm_sales *s, const struct crm_sales_files *f, const struct crm_sales_read_opts *o)
{
	enum crm_ledger_mode mode = o->daily ? CRM_LEDGER_DAILY :
				    f->column[CRM_SALESROW_ORDER] >= 0 ? CRM_LEDGER_KEYED : CRM_LEDGER_ROWS;
	struct reading *r = crm_alloc(sizeof *r);
	int bad;

	*s = (struct crm_sales){ .ledger = crm_ledger_new(mode, o->orders ? CRM_LEDGER_ORDERS : 0),
				 .ids = crm_map_new() };
	r->sales = s;
	r->opts = o;
	for (int i = 0; i < BATCHES; i++)
		crm_buf_init(&r->batch[i].text);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->moved, NULL);
	bad = read_all(r, f) != 0 || finish(s) != 0;
	if (!bad)
		say(r);
	pthread_cond_destroy(&r->moved);
	pthread_mutex_destroy(&r->lock);
	for (int i = 0; i < BATCHES; i++)
		crm_buf_release(&r->batch[i].text);
	free(r);
	return bad ? -1 : 0;
}

void crm_sales_release(struct crm_sales *s)
{
	crm_ledger_free(s->ledger);
	crm_map_free(s->ids);
	free(s->id);
	memset(s, 0, sizeof *s);
}
