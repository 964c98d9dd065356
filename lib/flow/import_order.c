#include <crm/import_order.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/map.h>
#include <crm/mem.h>
#include <crm/order.h>
#include <crm/rowset.h>
#include <crm/sale.h>
#include <crm/source.h>
#include <crm/worker.h>

#include <stdlib.h>
#include <string.h>

/* orders that are collected, or written by the second thread */
struct part {
	struct crm_orders *model;
	struct crm_order_batch *orders;
	/* rows of the orders that are whole, and behind them those of the order at hand */
	struct crm_rowset rows;
	size_t *first, waiting, cap;   /* where each waiting order's begin; first[waiting]: the order at hand's */
	int failed;                    /* to be written */
};

struct crm_order_import {
	struct crm_operation *op;
	struct crm_order_keys *known;
	struct crm_orders *orders;
	const struct crm_fields *header;
	const char *source;
	int column[CRM_SALE_ROLES];
	struct crm_buf source_name, key, full_key;     /* of the order at hand */
	int bad;                       /* a line of it was rejected, here or further up */
	struct crm_map *rejected;      /* "source NUL key" of the orders that are not whole */
	struct crm_cell *cells;        /* of a row that says less than the first of its order */
	struct part part[2], *now, *ahead;     /* one is filled while the other is written */
	struct crm_worker *worker;
};

enum { ORDERS_AT_ONCE = 512, ROWS_AT_ONCE = 4096 };

static const char incomplete[] = "another line of this order was rejected";

static void open_part(struct part *p, struct crm_orders *model, struct crm_order_keys *known)
{
	p->model = model;
	p->orders = crm_order_batch_new(known);
	CRM_GROW(p->first, 0, p->cap);
	p->first[0] = 0;
}

static void close_part(struct part *p)
{
	crm_order_batch_free(p->orders);
	crm_rowset_release(&p->rows);
	free(p->first);
}

/* the second thread's job: while it runs, nobody else speaks to the store */
static void write_part(void *part)
{
	struct part *p = part;

	p->failed = crm_orders_write(p->model, p->orders);
}

struct crm_order_import *crm_order_import_open(struct crm_store *s, struct crm_operation *op, const struct crm_fields *header,
					       const char *file, const char *source, const char *columns)
{
	struct crm_order_import *m = crm_alloc(sizeof *m);

	m->op = op;
	m->header = header;
	m->source = source;
	m->cells = crm_calloc(header->n + 1, sizeof *m->cells);
	m->rejected = crm_map_new();
	crm_buf_init(&m->source_name);
	crm_buf_init(&m->key);
	crm_buf_init(&m->full_key);
	if (crm_sale_columns(file, header, columns, source != NULL, m->column) != 0 || !(m->known = crm_order_keys_open(s)) ||
	    !(m->orders = crm_orders_open(s, op, m->known))) {
		crm_order_import_close(m);
		return NULL;
	}
	for (int i = 0; i < 2; i++)
		open_part(&m->part[i], m->orders, m->known);
	m->now = &m->part[0];
	m->ahead = &m->part[1];
	m->worker = crm_worker_start(write_part);
	return m;
}

void crm_order_import_close(struct crm_order_import *m)
{
	if (!m)
		return;
	crm_worker_stop(m->worker);
	for (int i = 0; i < 2; i++)
		close_part(&m->part[i]);
	crm_orders_close(m->orders);
	crm_order_keys_close(m->known);
	crm_map_free(m->rejected);
	crm_buf_release(&m->source_name);
	crm_buf_release(&m->key);
	crm_buf_release(&m->full_key);
	free(m->cells);
	free(m);
}

static int reject_rows(struct crm_order_import *m, struct crm_rejects *rejects, const struct part *p, size_t first,
		       size_t end, const char *why)
{
	int column = m->column[CRM_SALE_ORDER], bad = 0;

	for (size_t i = first; i < end && !bad; i++)
		bad = crm_reject(rejects, &p->rows.row[i], m->header->name[column],
				 crm_record_text(&p->rows.row[i], column), why);
	return bad ? -1 : 0;
}

/* the part that was given to the second thread is written: it is empty after that */
static int settle(struct crm_order_import *m, struct crm_rejects *rejects)
{
	struct part *p = m->ahead;
	const char *why;
	int bad;
	size_t i;

	crm_worker_wait(m->worker);
	bad = p->failed;
	while (!bad && crm_order_batch_refused(p->orders, &i, &why))
		bad = reject_rows(m, rejects, p, p->first[i], p->first[i + 1], why);
	crm_rowset_clear(&p->rows);
	p->waiting = 0;
	p->first[0] = 0;
	return bad ? -1 : 0;
}

static int turn(struct crm_order_import *m, struct crm_rejects *rejects)
{
	struct part *full = m->now;

	if (settle(m, rejects) != 0)
		return -1;
	m->now = m->ahead;
	m->ahead = full;
	crm_worker_give(m->worker, full);
	return 0;
}

/* the order is complete: in as a whole, or out as a whole */
static int end_order(struct crm_order_import *m, struct crm_rejects *rejects)
{
	struct part *p = m->now;

	if (m->bad) {
		crm_order_batch_drop(p->orders);
		crm_rowset_truncate(&p->rows, p->first[p->waiting]);
	} else {
		crm_order_batch_end(p->orders);
	}
	m->bad = 0;
	p->waiting = p->orders->waits;
	CRM_GROW(p->first, p->waiting, p->cap);
	p->first[p->waiting] = p->rows.n;
	return (p->waiting == ORDERS_AT_ONCE || p->rows.n >= ROWS_AT_ONCE) && turn(m, rejects) ? -1 : 0;
}

/* ---- one row ---- */

static const char *cell(const struct crm_order_import *m, const struct crm_record *rec, int role)
{
	return crm_record_text(rec, m->column[role]);
}

/* the order at hand, for a map */
static const struct crm_buf *full_key(struct crm_order_import *m)
{
	struct crm_buf *b = &m->full_key;

	crm_buf_reset(b);
	crm_buf_add(b, m->source_name.s, m->source_name.n + 1);
	crm_buf_add(b, m->key.s, m->key.n);
	return b;
}

static int was_rejected(struct crm_order_import *m)
{
	const struct crm_buf *k;

	if (!crm_map_count(m->rejected))
		return 0;
	k = full_key(m);
	return crm_map_find(m->rejected, k->s, k->n) != CRM_MAP_NONE;
}

/* The lines of its order so far go with it, before it: in the order of the file.  Their rows stay until the order ends,
 * for with_head.  role -1: the whole row */
static int reject(struct crm_order_import *m, const struct crm_record *rec, struct crm_rejects *rejects, int role,
		  const char *why)
{
	const struct part *p = m->now;
	int column = role < 0 ? -1 : m->column[role];

	if (!m->bad) {
		const struct crm_buf *k = full_key(m);

		m->bad = 1;
		crm_map_put(m->rejected, k->s, k->n);
		if (reject_rows(m, rejects, p, p->first[p->waiting], p->rows.n, incomplete) != 0)
			return -1;
	}
	return crm_reject(rejects, rec, column < 0 ? NULL : m->header->name[column], crm_record_text(rec, column), why);
}

/* 1 the order can go in, 0 it was rejected, -1 */
static int begin_order(struct crm_order_import *m, const struct crm_record *rec, const struct crm_sale *sale,
		       struct crm_rejects *rejects)
{
	struct crm_order o = {
		.source = m->source_name.s, .key = m->key.s,
		.customer = cell(m, rec, CRM_SALE_CUSTOMER), .day = sale->day, .second = sale->second,
		.status = sale->cancelled ? "cancelled" : NULL,
	};
	const char *why;
	int got;

	if (!crm_order_keys_know(m->known, o.source))
		crm_worker_wait(m->worker);    /* its customers come from the store */
	got = crm_order_batch_begin(m->now->orders, &o, &why);

	if (got == 0 && reject(m, rec, rejects, CRM_SALE_CUSTOMER, why) != 0)
		return -1;
	return got;
}

/* 1 it is part of the order at hand, 0 it begins another */
static int same_order(struct crm_order_import *m, const struct crm_record *rec)
{
	const char *source = m->source ? m->source : cell(m, rec, CRM_SALE_SOURCE), *key = cell(m, rec, CRM_SALE_ORDER);

	if (!strcmp(key, m->key.s) && !strcmp(source, m->source_name.s))
		return 1;
	crm_buf_reset(&m->source_name);
	crm_buf_puts(&m->source_name, source);
	crm_buf_reset(&m->key);
	crm_buf_puts(&m->key, key);
	return 0;
}

/* some shops say who and when in the first row of an order only: the same is meant in the others */
static struct crm_record with_head(struct crm_order_import *m, const struct crm_record *rec)
{
	static const int roles[] = { CRM_SALE_CUSTOMER, CRM_SALE_DATE };
	struct crm_record full = *rec;
	const struct part *p = m->now;
	size_t head = p->first[p->waiting];

	for (size_t i = 0; i < 2 && p->rows.n > head; i++) {
		int c = m->column[roles[i]];

		if (c < 0 || rec->cell[c].n)
			continue;
		if (full.cell == rec->cell)
			full.cell = memcpy(m->cells, rec->cell, rec->n * sizeof *rec->cell);
		full.cell[c] = p->rows.row[head].cell[c];
	}
	return full;
}

/* a line that names another customer than the first line of its order */
static int is_strange(const struct crm_order_import *m, const struct crm_record *full)
{
	const struct part *p = m->now;
	size_t head = p->first[p->waiting];

	return p->rows.n > head && strcmp(cell(m, full, CRM_SALE_CUSTOMER), cell(m, &p->rows.row[head], CRM_SALE_CUSTOMER));
}

int crm_order_import_put(struct crm_order_import *m, const struct crm_record *rec, struct crm_rejects *rejects)
{
	struct crm_sale sale;
	struct crm_order_line line;
	struct crm_record full;
	int role = CRM_SALE_ORDER, first = !same_order(m, rec), got;
	const char *why;

	if (first && end_order(m, rejects) != 0)
		return -1;
	if (first)
		m->bad = was_rejected(m);
	if (rec->error)
		return reject(m, rec, rejects, -1, rec->error);
	full = with_head(m, rec);
	if ((why = crm_sale_take(&full, m->column, &sale, &role)))
		return reject(m, rec, rejects, role, why);
	if (is_strange(m, &full))
		return reject(m, rec, rejects, CRM_SALE_CUSTOMER, "is not the customer of this order's first line");
	if (m->bad)
		return reject(m, rec, rejects, CRM_SALE_ORDER, incomplete);
	if (m->now->rows.n == m->now->first[m->now->waiting] && (got = begin_order(m, rec, &sale, rejects)) != 1)
		return got;
	line = (struct crm_order_line){ cell(m, rec, CRM_SALE_PRODUCT), sale.quantity, sale.unit_price, sale.amount };
	if (!crm_order_batch_line(m->now->orders, &line, &why))
		return reject(m, rec, rejects, CRM_SALE_PRODUCT, why);
	crm_rowset_add(&m->now->rows, rec);
	return 0;
}

int crm_order_import_finish(struct crm_order_import *m, struct crm_rejects *rejects)
{
	if (end_order(m, rejects) != 0 || turn(m, rejects) != 0 || settle(m, rejects) != 0)
		return -1;
	if (crm_rejects_stop(rejects))
		return 0;
	return crm_orders_finish(m->orders);
}

void crm_order_import_counts(const struct crm_order_import *m, int64_t *lines, int64_t *changed_orders)
{
	int64_t orders;

	crm_orders_counts(m->orders, &orders, lines, changed_orders);
}
