#include <crm/bulk.h>
#include <crm/array.h>
#include <crm/order_sum.h>
#include <crm/writer.h>

#include <stdlib.h>
#include <string.h>

/* In an order that never leaves a row without what it refers to.  Large tables go range by range of ids
 * (?2 to ?3), so that the undo's own changeset stays within its parts. */
static const struct {
	const char *table, *ids, *remove, *left;      /* ids: the bounds, or NULL; left: key and reason of what stays */
} step[] = {
	{ "delivery", NULL, "DELETE FROM delivery WHERE created_op = ?1 AND changed_op = ?1",
	  "SELECT campaign.key || '/' || rcpt_key, iif(state = 'sent', 'sent since', 'changed since')"
	  " FROM delivery JOIN campaign USING (campaign_id) WHERE delivery.created_op = ?1" },
	{ "campaign", NULL,
	  "DELETE FROM campaign WHERE created_op = ?1 AND campaign_id NOT IN (SELECT campaign_id FROM delivery)", NULL },
	{ "order_line", "SELECT min(order_id), max(order_id) FROM orders WHERE created_op = ?1",
	  "DELETE FROM order_line WHERE (record_id, day, order_id) IN (SELECT record_id, day, order_id FROM orders"
	  " WHERE order_id BETWEEN ?2 AND ?3 AND created_op = ?1 AND changed_op = ?1)", NULL },
	{ "orders", "SELECT min(order_id), max(order_id) FROM orders WHERE created_op = ?1",
	  "DELETE FROM orders WHERE order_id BETWEEN ?2 AND ?3 AND created_op = ?1 AND changed_op = ?1",
	  "SELECT key, 'changed since' FROM orders WHERE created_op = ?1" },
	{ "product", NULL,
	  "DELETE FROM product WHERE created_op = ?1 AND changed_op = ?1"
	  " AND product_id NOT IN (SELECT product_id FROM order_line)",
	  "SELECT key, iif(changed_op = ?1, 'has order lines', 'changed since') FROM product WHERE created_op = ?1" },
	{ "consent", "SELECT min(consent_id), max(consent_id) FROM consent WHERE created_op = ?1",
	  "DELETE FROM consent WHERE consent_id BETWEEN ?2 AND ?3 AND created_op = ?1 AND EXISTS (SELECT 1 FROM record"
	  " WHERE record.record_id = consent.record_id AND created_op = ?1 AND changed_op = ?1)",
	  "SELECT source.name || ':' || key, 'what was said of mail stays said' FROM consent JOIN record USING (record_id)"
	  " JOIN source USING (source_id) WHERE consent.created_op = ?1" },
	{ "record", "SELECT min(record_id), max(record_id) FROM record WHERE created_op = ?1",
	  "DELETE FROM record WHERE record_id BETWEEN ?2 AND ?3 AND created_op = ?1 AND changed_op = ?1"
	  " AND NOT EXISTS (SELECT 1 FROM order_line x WHERE x.record_id = record.record_id)"
	  " AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.record_id = record.record_id)"
	  " AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.record_id = record.record_id)"
	  " AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.record_a = record.record_id)"
	  " AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.record_b = record.record_id)",
	  "SELECT source.name || ':' || key, iif(changed_op = ?1, 'later rows refer to it', 'changed since')"
	  " FROM record JOIN source USING (source_id) WHERE record.created_op = ?1" },
	{ "customer", "SELECT min(customer_id), max(customer_id) FROM customer WHERE created_op = ?1",
	  "DELETE FROM customer WHERE customer_id BETWEEN ?2 AND ?3 AND created_op = ?1"
	  " AND NOT EXISTS (SELECT 1 FROM record x WHERE x.customer_id = customer.customer_id)", NULL },
	{ "layout", NULL,
	  "DELETE FROM layout WHERE created_op = ?1 AND layout_id NOT IN (SELECT layout_id FROM record)", NULL },
	{ "source", NULL,
	  "DELETE FROM source WHERE created_op = ?1 AND NOT EXISTS (SELECT 1 FROM record x WHERE x.source_id ="
	  " source.source_id) AND NOT EXISTS (SELECT 1 FROM orders x WHERE x.source_id = source.source_id)", NULL },
};

enum { RANGE = 25000 };

struct crm_bulk {
	struct crm_store *store;
	struct crm_operation *op;
	int64_t root;                   /* the operation that first brought the rows: an undo of an undo brings them back */
	int64_t *orders, *records;      /* touched by the operation that is undone */
	size_t norders, order_cap, nrecords, record_cap;
};

static int collect(struct crm_bulk *b, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(b->store, "SELECT order_id, record_id FROM orders"
							 " WHERE created_op = ?1 OR changed_op = ?1");
	int got = -1;

	if (st)
		crm_stmt_int(st, 1, id);
	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(b->orders, b->norders, b->order_cap);
		b->orders[b->norders++] = crm_stmt_col_int(st, 0);
		CRM_GROW(b->records, b->nrecords, b->record_cap);
		b->records[b->nrecords++] = crm_stmt_col_int(st, 1);
	}
	crm_stmt_free(st);
	return got;
}

static int put_kept(struct crm_store *s, const char *table, const char *sql, int64_t id, struct crm_writer *kept,
		    int64_t *conflicts)
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	int got = -1;

	if (st)
		crm_stmt_int(st, 1, id);
	while (st && (got = crm_stmt_step(st)) == 1) {
		struct crm_cell c[3] = { { table, strlen(table) } };

		for (int i = 0; i < 2; i++) {
			c[i + 1].s = crm_stmt_col_text(st, i);
			c[i + 1].n = strlen(c[i + 1].s);
		}
		++*conflicts;
		if (kept && crm_writer_put(kept, c, 3) != 0) {
			got = -1;
			break;
		}
	}
	crm_stmt_free(st);
	return got;
}

/* the ids that a step has to go through; without bounds one range holds all */
static int find_bounds(struct crm_bulk *b, size_t i, int64_t id, int64_t *first, int64_t *last)
{
	struct crm_stmt *st;
	int got;

	*first = 0;
	*last = step[i].ids ? -1 : 0;
	if (!step[i].ids)
		return 0;
	if (!(st = crm_stmt_prepare(b->store, step[i].ids)))
		return -1;
	crm_stmt_int(st, 1, id);
	if ((got = crm_stmt_step(st)) == 1 && !crm_stmt_col_null(st, 0)) {
		*first = crm_stmt_col_int(st, 0);
		*last = crm_stmt_col_int(st, 1);
	}
	crm_stmt_free(st);
	return got < 0 ? -1 : 0;
}

static int remove_rows(struct crm_bulk *b, size_t i, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(b->store, step[i].remove);
	int64_t first, last;
	int bad = !st || find_bounds(b, i, id, &first, &last);

	for (; !bad && first <= last; first += RANGE) {
		crm_stmt_int(st, 1, id);
		crm_stmt_int(st, 2, first);
		crm_stmt_int(st, 3, first + RANGE - 1);
		bad = crm_stmt_run(st) || crm_operation_step(b->op);
	}
	crm_stmt_free(st);
	return bad ? -1 : 0;
}

static int run_step(struct crm_bulk *b, size_t i, int64_t id, struct crm_writer *kept, int64_t *reversed,
		    int64_t *conflicts)
{
	int64_t before = crm_store_changes(b->store);

	if (remove_rows(b, i, id) != 0)
		return -1;
	*reversed += crm_store_changes(b->store) - before;
	return step[i].left ? put_kept(b->store, step[i].table, step[i].left, id, kept, conflicts) : 0;
}

static void release(struct crm_bulk *b)
{
	free(b->orders);
	free(b->records);
	free(b);
}

static int64_t find_root(struct crm_store *s, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "WITH RECURSIVE up (id) AS (VALUES (?1) UNION SELECT undoes FROM operation"
						  " JOIN up ON operation_id = id WHERE undoes IS NOT NULL)"
						  " SELECT min(id) FROM up");
	int64_t root = 0;

	if (st)
		crm_stmt_int(st, 1, id);
	if (st && crm_stmt_step(st) == 1)
		root = crm_stmt_col_int(st, 0);
	crm_stmt_free(st);
	return root;
}

struct crm_bulk *crm_bulk_undo(struct crm_store *s, struct crm_operation *op, int64_t id, struct crm_writer *kept,
			       int64_t *reversed, int64_t *conflicts)
{
	struct crm_bulk *b = crm_alloc(sizeof *b);
	int bad;

	b->store = s;
	b->op = op;
	b->root = find_root(s, id);
	bad = !b->root || collect(b, id) || (b->root != id && collect(b, b->root));
	for (size_t i = 0; i < sizeof step / sizeof *step && !bad; i++)
		bad = run_step(b, i, id, kept, reversed, conflicts);
	if (bad) {
		release(b);
		return NULL;
	}
	return b;
}

/* an order whose customer was corrected goes back to another record: that one's sums change too */
static int collect_owners(struct crm_bulk *b)
{
	struct crm_stmt *st = crm_stmt_prepare(b->store, "SELECT record_id FROM orders WHERE order_id = ?1");
	int got = 0;

	for (size_t i = 0; st && i < b->norders && got >= 0; i++) {
		crm_stmt_int(st, 1, b->orders[i]);
		if ((got = crm_stmt_step(st)) == 1) {
			CRM_GROW(b->records, b->nrecords, b->record_cap);
			b->records[b->nrecords++] = crm_stmt_col_int(st, 0);
			crm_stmt_reset(st);
		}
	}
	crm_stmt_free(st);
	return st && got >= 0 ? 0 : -1;
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int crm_bulk_settle(struct crm_bulk *b)
{
	struct crm_sums *sums = crm_sums_open(b->store, b->op);
	int bad = collect(b, b->root) || collect_owners(b);

	if (b->nrecords)
		qsort(b->records, b->nrecords, sizeof *b->records, by_id);
	for (size_t i = 0; i < b->nrecords && !bad; i++)
		if (!i || b->records[i] != b->records[i - 1])
			bad = crm_sums_refresh(sums, b->records[i]);
	crm_sums_close(sums);
	release(b);
	return bad ? -1 : 0;
}
