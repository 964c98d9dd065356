#include <crm/view.h>

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
	"amount", "discontinued", "granted", "line", "lines", "orders", "price", "quantity", "stock", "unit_price", NULL
};

struct crm_rows *crm_view_open(struct crm_store *s, int kind)
{
	return crm_rows_open(crm_stmt_prepare(s, text[kind]), "store", numbers);
}
