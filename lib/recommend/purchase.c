#include <crm/purchase.h>
#include <crm/buf.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/norm.h>
#include <crm/num.h>
#include <crm/role.h>
#include <crm/sale.h>

#include <string.h>

/* seconds since 1970; shorter numbers are dates like 20240131.  Thousandths and millionths have 3 and 6 digits more. */
enum { DAY = 86400, EPOCH_LEAST = 9, EPOCH_MOST = 11, EPOCH_MILLI = 13, EPOCH_MICRO = 16 };

static const double QUANTITY_MOST = 1e9;

static const struct crm_role roles[CRM_PURCHASE_ROLES] = {
	[CRM_PURCHASE_CUSTOMER] = { "customer_id", "id", "|customer|user|user_id|userId|CustomerID|" },
	[CRM_PURCHASE_PRODUCT] = { "product_id", "item_code", "|product|item|item_id|itemId|movieId|StockCode|JANコード|JAN|" },
	[CRM_PURCHASE_DATE] = { "date", "order_at", "|日付|日時|timestamp|InvoiceDate|" },
	[CRM_PURCHASE_ORDER] = { "order_id", "order_id", "|レシート番号|取引番号|InvoiceNo|" },
	[CRM_PURCHASE_QUANTITY] = { "quantity", "item_qty", "|点数|rating|" },
	[CRM_PURCHASE_STATUS] = { "status", "status", "|注文状態|対応状況|" },
	[CRM_PURCHASE_CATEGORY] = { "category", NULL, "|カテゴリ|カテゴリー|分類|商品分類|部門|商品カテゴリ|" },
};

int crm_purchase_columns(const char *file, const struct crm_fields *header, const char *columns,
			 int column[CRM_PURCHASE_ROLES])
{
	if (crm_roles_find(roles, CRM_PURCHASE_ROLES, header, columns, column) != 0)
		return -1;
	if (column[CRM_PURCHASE_CUSTOMER] >= 0)
		return 0;
	crm_error("%s: no column is known to be customer_id; name it with --columns customer_id=COLUMN", file);
	return -1;
}

/* what a second is divided into in a number of so many digits; 0: no time */
static int64_t epoch_parts(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (s[n])
		return 0;
	if (n >= EPOCH_LEAST && n <= EPOCH_MOST)
		return 1;
	return n == EPOCH_MILLI ? 1000 : n == EPOCH_MICRO ? 1000000 : 0;
}

static int take_date(const char *cell, int64_t *when)
{
	struct crm_norm norm = { .lexicon = NULL };
	struct crm_buf b = CRM_BUF_INIT;
	int64_t day, parts;
	int second, bad;

	if (crm_date_parse_time(cell, &day, &second) == 0) {
		*when = day * DAY + (second > 0 ? second : 0);
		return 0;
	}
	parts = epoch_parts(cell);
	if (parts) {
		bad = crm_num_int(cell, when);
		*when /= parts;
		return bad;
	}
	bad = crm_norm_find("date")(cell, &b, &norm) || crm_date_parse(b.s, &day);
	crm_buf_release(&b);
	if (!bad)
		*when = day * DAY;
	return bad ? -1 : 0;
}

static const struct crm_cell *cell(const struct crm_record *rec, const struct crm_purchase_opts *o, int role)
{
	static const struct crm_cell none = { "", 0 };

	return o->column[role] < 0 ? &none : &rec->cell[o->column[role]];
}

static const char *take_values(const struct crm_record *rec, const struct crm_purchase_opts *o, int64_t *when,
			       double *quantity, int *role)
{
	for (*role = CRM_PURCHASE_CUSTOMER; *role <= CRM_PURCHASE_PRODUCT; ++*role)
		if (!cell(rec, o, *role)->n)
			return "is empty";
	*role = CRM_PURCHASE_DATE;
	if (o->column[*role] >= 0 && !o->test && take_date(cell(rec, o, *role)->s, when) != 0)
		return "is not a date";
	if (o->future && o->column[*role] >= 0 && !o->test && *when >= (o->as_of + 1) * DAY)
		return "is in the future (--as-of says from when it is seen)";
	*role = CRM_PURCHASE_QUANTITY;
	if (cell(rec, o, *role)->n && crm_num_real(cell(rec, o, *role)->s, quantity) != 0)
		return "is not a number";
	if (*quantity > QUANTITY_MOST)
		return "is more than a thousand million";
	return NULL;
}

int crm_purchase_take(struct crm_events *e, const struct crm_record *rec, const struct crm_purchase_opts *o,
		      const char **why, int *role)
{
	const struct crm_cell *customer = cell(rec, o, CRM_PURCHASE_CUSTOMER);
	const struct crm_cell *product = cell(rec, o, CRM_PURCHASE_PRODUCT);
	const struct crm_cell *order = cell(rec, o, CRM_PURCHASE_ORDER);
	const struct crm_cell *status = cell(rec, o, CRM_PURCHASE_STATUS);
	int64_t when = o->test ? CRM_PURCHASE_TEST : 0;
	double quantity = 1;

	if (status->n && crm_sale_cancelled(status->s))
		return 0;
	*why = take_values(rec, o, &when, &quantity, role);
	if (*why)
		return -1;
	if (!o->test && when >= (o->as_of + 1) * DAY)
		return CRM_PURCHASE_LATER;
	if (!((float)quantity > 0))
		return 0;
	crm_events_add(e, customer->s, customer->n, product->s, product->n, o->test ? "" : order->s,
		       o->test ? 0 : order->n, when, (float)quantity);
	return 1;
}
