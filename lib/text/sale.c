#include <crm/sale.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/norm.h>
#include <crm/num.h>
#include <crm/role.h>

#include <string.h>

static const struct crm_role sale[CRM_SALE_ROLES] = {
	[CRM_SALE_ORDER] = { "order_id", "order_id", "|レシート番号|取引番号|" },
	[CRM_SALE_SOURCE] = { "source", NULL, "|販売元|チャネル|販売チャネル|channel|サイト|" },
	[CRM_SALE_CUSTOMER] = { "customer", "id", "|customer_id|source_id|" },
	[CRM_SALE_DATE] = { "date", "order_at", "|日付|日時|Created at|" },
	[CRM_SALE_PRODUCT] = { "product_id", "item_code", "|product|JANコード|JAN|" },
	[CRM_SALE_QUANTITY] = { "quantity", "item_qty", "|点数|" },
	[CRM_SALE_PRICE] = { "unit_price", "item_price", NULL },
	[CRM_SALE_AMOUNT] = { "amount", NULL, "|金額|小計|明細金額|売上|売上金額|subtotal|" },
	[CRM_SALE_STATUS] = { "status", "status", "|注文状態|対応状況|" },
};

static const struct crm_role goods[CRM_GOODS_ROLES] = {
	[CRM_GOODS_KEY] = { "product_id", "item_code", "|JANコード|JAN|" },
	[CRM_GOODS_NAME] = { "name", "item_name", NULL },
	[CRM_GOODS_CATEGORY] = { "category", NULL, "|カテゴリ|カテゴリー|分類|商品分類|部門|商品カテゴリ|" },
	[CRM_GOODS_PRICE] = { "price", "item_price", NULL },
	[CRM_GOODS_STOCK] = { "stock", NULL, "|在庫|在庫数|inventory|" },
	[CRM_GOODS_DISCONTINUED] = { "discontinued", NULL, "|販売終了|廃番|" },
};

static int need(const char *file, const int *column, int role, const struct crm_role *roles)
{
	if (column[role] >= 0)
		return 0;
	crm_error("%s: no column is known to be %s; name it with --columns %s=COLUMN", file, roles[role].name,
		  roles[role].name);
	return -1;
}

int crm_sale_columns(const char *file, const struct crm_fields *header, const char *columns, int has_source,
		     int column[CRM_SALE_ROLES])
{
	static const int needed[] = { CRM_SALE_ORDER, CRM_SALE_CUSTOMER, CRM_SALE_DATE, CRM_SALE_PRODUCT };
	int bad = crm_roles_find(sale, CRM_SALE_ROLES, header, columns, column), name = crm_fields_find(header, "Name");

	/* Shopify: the rows of an order are named by it */
	if (!bad && column[CRM_SALE_ORDER] < 0 && crm_fields_find(header, "Lineitem name") >= 0)
		column[CRM_SALE_ORDER] = name;

	for (size_t i = 0; i < sizeof needed / sizeof *needed && !bad; i++)
		bad = need(file, column, needed[i], sale);
	if (!bad && !has_source && column[CRM_SALE_SOURCE] < 0) {
		crm_error("%s: which system delivers these orders? say --source NAME, or --columns source=COLUMN", file);
		bad = -1;
	}
	if (!bad && column[CRM_SALE_PRICE] < 0)
		bad = need(file, column, CRM_SALE_AMOUNT, sale);
	return bad;
}

int crm_goods_columns(const char *file, const struct crm_fields *header, const char *columns, int column[CRM_GOODS_ROLES])
{
	if (crm_roles_find(goods, CRM_GOODS_ROLES, header, columns, column) != 0)
		return -1;
	return need(file, column, CRM_GOODS_KEY, goods);
}

int crm_sale_amount(const char *cell, int64_t *out)
{
	struct crm_norm norm = { .lexicon = NULL };
	struct crm_buf b = CRM_BUF_INIT;
	int rc;

	*out = INT64_MIN;
	if (!*cell || crm_num_int(cell, out) == 0)
		return 0;
	rc = crm_norm_find("amount")(cell, &b, &norm);
	if (rc == 0 && b.n)
		rc = crm_num_int(b.s, out);
	crm_buf_release(&b);
	return rc;
}

/* an instant as most exports write it, else any date that crm-norm reads (its time of day is dropped) */
static int take_date(const char *cell, struct crm_sale *out)
{
	struct crm_norm norm = { .lexicon = NULL };
	struct crm_buf b = CRM_BUF_INIT;
	int rc;

	if (crm_date_parse_time(cell, &out->day, &out->second) == 0)
		return 0;
	out->second = -1;
	rc = crm_norm_find("date")(cell, &b, &norm) || crm_date_parse(b.s, &out->day) ? -1 : 0;
	crm_buf_release(&b);
	return rc;
}

int crm_sale_cancelled(const char *status)
{
	static const char *const words[] = { "キャンセル", "取消", "取り消し", "無効", "cancel", "Cancel", "CANCEL", "void" };

	for (size_t i = 0; *status && i < sizeof words / sizeof *words; i++)
		if (strstr(status, words[i]))
			return 1;
	return 0;
}

/* the amount is what was paid; without one it is price times quantity */
static const char *take_money(const struct crm_record *rec, const int *column, struct crm_sale *out, int *role)
{
	*role = CRM_SALE_QUANTITY;
	if (crm_sale_amount(crm_record_text(rec, column[*role]), &out->quantity) != 0)
		return "is not a whole number";
	if (out->quantity == INT64_MIN)
		out->quantity = 1;
	*role = CRM_SALE_PRICE;
	if (crm_sale_amount(crm_record_text(rec, column[*role]), &out->unit_price) != 0)
		return "is not an amount of whole yen";
	*role = CRM_SALE_AMOUNT;
	if (crm_sale_amount(crm_record_text(rec, column[*role]), &out->amount) != 0)
		return "is not an amount of whole yen";
	if (out->amount != INT64_MIN)
		return NULL;
	*role = CRM_SALE_PRICE;
	if (out->unit_price == INT64_MIN)
		return "is empty, and so is the amount";
	return crm_num_mul(out->unit_price, out->quantity, &out->amount) ? "is too large" : NULL;
}

const char *crm_sale_key_fault(const char *key)
{
	if (!*key)
		return "is empty";
	return crm_num_is_scientific(key) ? "is a number whose last digits a spreadsheet has thrown away" : NULL;
}

const char *crm_sale_take(const struct crm_record *rec, const int column[CRM_SALE_ROLES], struct crm_sale *out, int *role)
{
	static const int needed[] = { CRM_SALE_ORDER, CRM_SALE_CUSTOMER, CRM_SALE_PRODUCT };
	const char *why;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		*role = needed[i];
		if ((why = crm_sale_key_fault(crm_record_text(rec, column[*role]))))
			return why;
	}
	*role = CRM_SALE_DATE;
	if (take_date(crm_record_text(rec, column[*role]), out) != 0)
		return "is not a date";
	out->cancelled = crm_sale_cancelled(crm_record_text(rec, column[CRM_SALE_STATUS]));
	return take_money(rec, column, out, role);
}
