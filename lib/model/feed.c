#include <crm/feed.h>
#include <crm/array.h>
#include <crm/order_sum.h>

#include <stdlib.h>
#include <string.h>

struct crm_feed {
	struct crm_stmt *st;
	int64_t *voided;               /* cancelled orders, ascending */
	size_t n, cap;
	struct crm_sums *sums;         /* makes the histories that the store lacks */
	int64_t about;                 /* the record whose decisions these are */
};

enum { CONTACTS, HISTORIES, LINES, VOIDED, PRODUCTS, RECORDS, ANY_RECORD, DECISIONS, ANY_DECISION, OWNERS, HOMES };

#define RECORD_COLUMNS "SELECT record_id, customer_id, source.name || ':' || key, record.name, kana, company, postal,"  \
		       " prefecture, city, address, building, phone, mobile, email, birthday, gender, joined"      \
		       " FROM record JOIN source USING (source_id)"
#define DECISION_COLUMNS "SELECT sa.name || ':' || ra.key, sb.name || ':' || rb.key, same, record_a, record_b FROM decision" \
			 " JOIN record ra ON ra.record_id = record_a JOIN source sa ON sa.source_id = ra.source_id"    \
			 " JOIN record rb ON rb.record_id = record_b JOIN source sb ON sb.source_id = rb.source_id"

static const char *const text[] = {
	[CONTACTS] = "SELECT customer_id, name, email, prefecture FROM customer ORDER BY customer_id",
	[HISTORIES] = "SELECT record_id, history FROM record_sum",
	[LINES] = "SELECT record_id, day, order_id, product_id, quantity, amount FROM order_line WHERE day <= ?1",
	[VOIDED] = "SELECT order_id FROM orders WHERE status IS NOT NULL ORDER BY order_id",
	[PRODUCTS] = "SELECT product_id, key, name, category, price, stock, discontinued FROM product ORDER BY key",
	[RECORDS] = RECORD_COLUMNS,
	[ANY_RECORD] = RECORD_COLUMNS " WHERE record_id = ?1",
	[DECISIONS] = DECISION_COLUMNS,
	[ANY_DECISION] = DECISION_COLUMNS " WHERE record_a = ?1 OR record_b = ?1",
	[OWNERS] = "SELECT record_id, customer_id FROM record",
	[HOMES] = "SELECT customer_id, household_id FROM customer WHERE household_id IS NOT NULL ORDER BY 2, 1",
};

static struct crm_feed *open_feed(struct crm_store *s, int statement)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[statement]);
	struct crm_feed *f;

	if (!st)
		return NULL;
	f = crm_alloc(sizeof *f);
	f->st = st;
	return f;
}

void crm_feed_close(struct crm_feed *f)
{
	if (!f)
		return;
	crm_stmt_free(f->st);
	crm_sums_close(f->sums);
	free(f->voided);
	free(f);
}

int crm_owners_load(struct crm_store *s, struct crm_owners *o)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[OWNERS]);
	size_t cap = 0;
	int got = -1;

	memset(o, 0, sizeof *o);
	while (st && (got = crm_stmt_step(st)) == 1) {
		size_t id = (size_t)crm_stmt_col_int(st, 0);

		CRM_GROW(o->customer, id, cap);
		while (o->n <= id)
			o->customer[o->n++] = 0;
		o->customer[id] = crm_stmt_col_int(st, 1);
	}
	crm_stmt_free(st);
	return got;
}

int crm_owners_by_home(struct crm_store *s, struct crm_owners *o)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[HOMES]);
	int64_t *host = NULL, first = 0, home = 0;     /* host: customer → the first of its home, 0 itself */
	size_t n = 0, cap = 0;
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1) {
		size_t customer = (size_t)crm_stmt_col_int(st, 0);

		if (!first || crm_stmt_col_int(st, 1) != home)
			first = (int64_t)customer;
		home = crm_stmt_col_int(st, 1);
		CRM_GROW(host, customer, cap);
		while (n <= customer)
			host[n++] = 0;
		host[customer] = first;
	}
	crm_stmt_free(st);
	for (size_t i = 0; i < o->n; i++)
		if (o->customer[i] > 0 && (size_t)o->customer[i] < n && host[o->customer[i]])
			o->customer[i] = host[o->customer[i]];
	free(host);
	return got;
}

void crm_owners_release(struct crm_owners *o)
{
	free(o->customer);
	memset(o, 0, sizeof *o);
}

static void take_person(struct crm_stmt *st, int first, struct crm_person *p)
{
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		p->text[i] = crm_stmt_col_text(st, first + i);
}

struct crm_feed *crm_feed_contacts(struct crm_store *s)
{
	return open_feed(s, CONTACTS);
}

int crm_feed_next_contact(struct crm_feed *f, struct crm_feed_contact *out)
{
	int got = crm_stmt_step(f->st);

	if (got == 1)
		*out = (struct crm_feed_contact){ crm_stmt_col_int(f->st, 0), crm_stmt_col_text(f->st, 1),
						  crm_stmt_col_text(f->st, 2), crm_stmt_col_text(f->st, 3) };
	return got;
}

struct crm_feed *crm_feed_histories(struct crm_store *s)
{
	struct crm_feed *f = open_feed(s, HISTORIES);

	if (f)
		f->sums = crm_sums_open(s, NULL);
	return f;
}

int crm_feed_next_history(struct crm_feed *f, int64_t *record_id, struct crm_history_reader *out)
{
	const struct crm_history *made;
	const void *bytes;
	size_t n;
	int got = crm_stmt_step(f->st);

	if (got != 1)
		return got;
	*record_id = crm_stmt_col_int(f->st, 0);
	if (!crm_stmt_col_null(f->st, 1)) {
		bytes = crm_stmt_col_blob(f->st, 1, &n);
		crm_history_read(out, bytes, n);
		return 1;
	}
	if (!(made = crm_sums_history(f->sums, *record_id)))
		return -1;
	crm_history_read(out, made->bytes.s, made->bytes.n);
	return 1;
}

static int load_voided(struct crm_store *s, struct crm_feed *f)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[VOIDED]);
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(f->voided, f->n, f->cap);
		f->voided[f->n++] = crm_stmt_col_int(st, 0);
	}
	crm_stmt_free(st);
	return got;
}

static struct crm_feed *open_lines(struct crm_store *s, int statement, int64_t until)
{
	struct crm_feed *f = open_feed(s, statement);

	if (!f)
		return NULL;
	crm_stmt_int(f->st, 1, until);
	if (load_voided(s, f) != 0) {
		crm_feed_close(f);
		return NULL;
	}
	return f;
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int is_voided(const struct crm_feed *f, int64_t order_id)
{
	return f->n && bsearch(&order_id, f->voided, f->n, sizeof *f->voided, by_id);
}

struct crm_feed *crm_feed_lines(struct crm_store *s, int64_t until)
{
	return open_lines(s, LINES, until);
}

int crm_feed_next_line(struct crm_feed *f, struct crm_feed_line *out)
{
	int got;

	while ((got = crm_stmt_step(f->st)) == 1) {
		*out = (struct crm_feed_line){ crm_stmt_col_int(f->st, 0), crm_stmt_col_int(f->st, 1),
					       crm_stmt_col_int(f->st, 2), crm_stmt_col_int(f->st, 3),
					       crm_stmt_col_int(f->st, 4), crm_stmt_col_int(f->st, 5) };
		if (!is_voided(f, out->order_id))
			break;
	}
	return got;
}

struct crm_feed *crm_feed_products(struct crm_store *s)
{
	return open_feed(s, PRODUCTS);
}

int crm_feed_next_product(struct crm_feed *f, struct crm_feed_product *out)
{
	int got = crm_stmt_step(f->st);

	if (got != 1)
		return got;
	out->product_id = crm_stmt_col_int(f->st, 0);
	out->key = crm_stmt_col_text(f->st, 1);
	out->name = crm_stmt_col_text(f->st, 2);
	out->category = crm_stmt_col_text(f->st, 3);
	out->price = crm_stmt_col_null(f->st, 4) ? -1 : crm_stmt_col_int(f->st, 4);
	out->stock = crm_stmt_col_null(f->st, 5) ? -1 : crm_stmt_col_int(f->st, 5);
	out->discontinued = crm_stmt_col_int(f->st, 6) != 0;
	return 1;
}

struct crm_feed *crm_feed_records(struct crm_store *s)
{
	return open_feed(s, RECORDS);
}

int crm_feed_next_record(struct crm_feed *f, struct crm_feed_record *out)
{
	int got = crm_stmt_step(f->st);

	if (got != 1)
		return got;
	out->record_id = crm_stmt_col_int(f->st, 0);
	out->customer_id = crm_stmt_col_int(f->st, 1);
	out->record = crm_stmt_col_text(f->st, 2);
	take_person(f->st, 3, &out->person);
	return 1;
}

struct crm_feed *crm_feed_any_record(struct crm_store *s)
{
	return open_feed(s, ANY_RECORD);
}

int crm_feed_find_record(struct crm_feed *f, int64_t record_id, struct crm_feed_record *out)
{
	crm_stmt_reset(f->st);
	crm_stmt_int(f->st, 1, record_id);
	return crm_feed_next_record(f, out);
}

struct crm_feed *crm_feed_decisions(struct crm_store *s)
{
	return open_feed(s, DECISIONS);
}

int crm_feed_next_decision(struct crm_feed *f, struct crm_feed_decision *out)
{
	int got = crm_stmt_step(f->st);

	if (got != 1)
		return got;
	out->a = crm_stmt_col_text(f->st, 0);
	out->b = crm_stmt_col_text(f->st, 1);
	out->same = crm_stmt_col_int(f->st, 2) != 0;
	return 1;
}

struct crm_feed *crm_feed_any_decision(struct crm_store *s)
{
	return open_feed(s, ANY_DECISION);
}

void crm_feed_about(struct crm_feed *f, int64_t record_id)
{
	crm_stmt_reset(f->st);
	crm_stmt_int(f->st, 1, record_id);
	f->about = record_id;
}

int crm_feed_next_about(struct crm_feed *f, struct crm_feed_decision *out, int64_t *other)
{
	int got = crm_feed_next_decision(f, out);

	if (got == 1)
		*other = crm_stmt_col_int(f->st, crm_stmt_col_int(f->st, 3) == f->about ? 4 : 3);
	return got;
}
