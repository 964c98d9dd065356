#include <crm/view.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

static const char *const text[] = {
	"SELECT * FROM v_customer ORDER BY customer_id",
	"SELECT * FROM v_record ORDER BY source, source_id",
	"SELECT * FROM v_identity ORDER BY source, source_id",
	"SELECT * FROM v_order ORDER BY source, order_id",
	"SELECT * FROM v_order_line ORDER BY source, order_id, line",
	"SELECT * FROM v_product ORDER BY product_id",
	"SELECT * FROM v_sum ORDER BY customer_id",
	"SELECT * FROM v_consent ORDER BY source, source_id, at",
	"SELECT * FROM v_delivery ORDER BY campaign, address",
	"SELECT * FROM v_alias ORDER BY customer_id",
	"SELECT * FROM v_raw ORDER BY source, source_id",
};

static const char *const numbers[] = {
	"amount", "discontinued", "granted", "line", "lines", "orders", "price", "quantity", "stock", "unit_price",
	/* of the programs that work on customers */
	"recency", "frequency", "monetary", "r", "f", "m", "rank", "p_alive", "expected_orders", "expected_spend",
};

struct crm_view {
	struct crm_stmt *st;
	struct crm_fields fields;
	struct crm_cell *cell;
	long row;
};

const char *const *crm_view_numbers(void)
{
	return numbers;
}

size_t crm_view_numbers_count(void)
{
	return sizeof numbers / sizeof *numbers;
}

struct crm_view *crm_view_open(struct crm_store *s, int kind)
{
	struct crm_stmt *st = crm_stmt_prepare(s, text[kind]);
	struct crm_view *v;

	if (!st)
		return NULL;
	v = crm_alloc(sizeof *v);
	v->st = st;
	for (int i = 0; i < crm_stmt_columns(st); i++)
		crm_fields_add(&v->fields, crm_stmt_column_name(st, i));
	v->cell = crm_calloc(v->fields.n, sizeof *v->cell);
	return v;
}

const struct crm_fields *crm_view_fields(const struct crm_view *v)
{
	return &v->fields;
}

int crm_view_next(struct crm_view *v, struct crm_record *out)
{
	int got = crm_stmt_step(v->st);

	if (got != 1)
		return got;
	for (size_t i = 0; i < v->fields.n; i++) {
		v->cell[i].s = crm_stmt_col_text(v->st, (int)i);
		v->cell[i].n = strlen(v->cell[i].s);
	}
	*out = (struct crm_record){ &v->fields, v->cell, v->fields.n, "store", ++v->row, NULL };
	return 1;
}

void crm_view_close(struct crm_view *v)
{
	if (!v)
		return;
	crm_stmt_free(v->st);
	crm_fields_release(&v->fields);
	free(v->cell);
	free(v);
}
