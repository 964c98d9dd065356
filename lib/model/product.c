#include <crm/product.h>
#include <crm/mem.h>

#include <stdlib.h>

enum { FIND, ADD, UPDATE, ALL, STATEMENTS };

static const char *const text[STATEMENTS] = {
	[FIND] = "SELECT created_op FROM product WHERE key = ?1",
	[ADD] = "INSERT INTO product (key, name, category, price, stock, discontinued, custom, created_op, changed_op)"
		" VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, 0), ?7, ?8, ?8)",
	[UPDATE] = "UPDATE product SET name = coalesce(?2, name), category = coalesce(?3, category),"
		   " price = coalesce(?4, price), stock = coalesce(?5, stock),"
		   " discontinued = coalesce(?6, discontinued), custom = coalesce(?7, custom), changed_op = ?8"
		   " WHERE key = ?1 AND (name, category, price, stock, discontinued, custom) IS NOT"
		   " (coalesce(?2, name), coalesce(?3, category), coalesce(?4, price), coalesce(?5, stock),"
		   "  coalesce(?6, discontinued), coalesce(?7, custom))",
	[ALL] = "SELECT key, name, category, price, stock, discontinued, custom FROM product ORDER BY key",
};

struct crm_products {
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_sql sql;
};

struct crm_products *crm_products_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_products *m = crm_alloc(sizeof *m);

	m->store = s;
	m->op = op;
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	return m;
}

void crm_products_close(struct crm_products *m)
{
	if (!m)
		return;
	crm_sql_release(&m->sql);
	free(m);
}

static void bind_number(struct crm_stmt *st, int i, int64_t v)
{
	if (v == CRM_UNKNOWN)
		crm_stmt_null(st, i);
	else
		crm_stmt_int(st, i, v);
}

static void bind(struct crm_stmt *st, const struct crm_product *p, int64_t op)
{
	crm_stmt_string(st, 1, p->key);
	crm_stmt_text(st, 2, p->name);
	crm_stmt_text(st, 3, p->category);
	bind_number(st, 4, p->price);
	bind_number(st, 5, p->stock);
	bind_number(st, 6, p->discontinued);
	crm_stmt_text(st, 7, p->custom);
	crm_stmt_int(st, 8, op);
}

int crm_products_put(struct crm_products *m, const struct crm_product *p)
{
	struct crm_stmt *find = crm_sql_get(&m->sql, FIND), *st;
	int64_t before, op = crm_operation_id(m->op);
	int found, own = 1, bad;

	if (!find)
		return -1;
	crm_stmt_string(find, 1, p->key);
	if ((found = crm_stmt_step(find)) < 0)
		return -1;
	if (found) {
		own = crm_stmt_col_int(find, 0) == op;
		crm_stmt_reset(find);
	}
	if (!(st = crm_sql_get(&m->sql, found ? UPDATE : ADD)) || crm_operation_keep(m->op, !own) != 0)
		return -1;
	before = crm_store_changes(m->store);
	bind(st, p, op);
	bad = crm_stmt_run(st);
	if (crm_operation_keep(m->op, 1) != 0 || bad)
		return -1;
	return !found ? 2 : crm_store_changes(m->store) > before;
}

static int64_t number(struct crm_stmt *st, int i)
{
	return crm_stmt_col_null(st, i) ? CRM_UNKNOWN : crm_stmt_col_int(st, i);
}

int crm_products_next(struct crm_products *m, struct crm_product *out)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, ALL);
	int got = st ? crm_stmt_step(st) : -1;

	if (got != 1)
		return got;
	out->key = crm_stmt_col_text(st, 0);
	out->name = crm_stmt_col_text(st, 1);
	out->category = crm_stmt_col_text(st, 2);
	out->price = number(st, 3);
	out->stock = number(st, 4);
	out->discontinued = number(st, 5);
	out->custom = crm_stmt_col_text(st, 6);
	return 1;
}
