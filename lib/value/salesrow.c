#include <crm/salesrow.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/ledger.h>
#include <crm/map.h>
#include <crm/norm.h>
#include <crm/num.h>
#include <crm/role.h>
#include <crm/sale.h>

static const struct crm_role roles[CRM_SALESROW_ROLES] = {
	[CRM_SALESROW_CUSTOMER] = { "customer_id", "id", "|customer|顧客番号|顧客ID|会員番号|会員ID|" },
	[CRM_SALESROW_DATE] = { "date", "order_at",
				"|order_date|日付|日時|注文日|注文日時|購入日|購入日時|受注日|売上日|取引日|取引日時|InvoiceDate|" },
	[CRM_SALESROW_AMOUNT] = { "amount", NULL,
				  "|revenue|total|subtotal|金額|小計|明細金額|売上|売上金額|購入金額|合計|合計金額|注文金額|" },
	[CRM_SALESROW_ORDER] = { "order_id", "order_id", "|レシート番号|取引番号|InvoiceNo|" },
	[CRM_SALESROW_STATUS] = { "status", "status", "|注文状態|対応状況|" },
};

int crm_salesrow_columns(const char *file, const struct crm_fields *header, const char *columns,
			 int column[CRM_SALESROW_ROLES])
{
	if (crm_roles_find(roles, CRM_SALESROW_ROLES, header, columns, column) != 0)
		return -1;
	for (int i = CRM_SALESROW_CUSTOMER; i <= CRM_SALESROW_AMOUNT; i++) {
		if (column[i] >= 0)
			continue;
		if (i != CRM_SALESROW_CUSTOMER && column[CRM_SALESROW_DATE] < 0 && column[CRM_SALESROW_AMOUNT] < 0)
			return 0;
		crm_error("%s: no column is known to be %s; name it with --columns %s=COLUMN", file, roles[i].name,
			  roles[i].name);
		return -1;
	}
	return 1;
}

static int take_date(const char *cell, int32_t *day)
{
	struct crm_norm norm = { .lexicon = NULL };
	struct crm_buf b = CRM_BUF_INIT;
	int64_t days;
	int second, rc;

	rc = crm_date_parse_time(cell, &days, &second);
	if (rc != 0) {
		rc = crm_norm_find("date")(cell, &b, &norm) || crm_date_parse(b.s, &days) ? -1 : 0;
		crm_buf_release(&b);
	}
	if (rc == 0)
		*day = (int32_t)days;
	return rc;
}

/* a decimal as most files have it, in units of 1/CRM_AMOUNT_SCALE; why not, or NULL.  "" is told apart
 * by the caller */
static const char *plain_amount(const char *s, int64_t *out)
{
	int minus = *s == '-', decimals = -1;
	int64_t v = 0;

	s += *s == '-' || *s == '+';
	if (*s < '0' || *s > '9')
		return "is not an amount";
	for (; *s; s++) {
		if (*s == '.' && decimals < 0 && s[1]) {
			decimals = 0;
			continue;
		}
		if (*s < '0' || *s > '9')
			return "is not an amount";
		if (decimals == CRM_AMOUNT_DIGITS) {
			if (*s != '0')
				return "has more than 4 decimals";
			continue;
		}
		if (v > (INT64_MAX - 9) / 10)
			return "is too large";
		v = v * 10 + *s - '0';
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < CRM_AMOUNT_DIGITS; decimals++)
		if (crm_num_mul(v, 10, &v) != 0)
			return "is too large";
	*out = minus ? -v : v;
	return NULL;
}

static const char *take_amount(const char *cell, int64_t *out)
{
	struct crm_norm norm = { .lexicon = NULL };
	struct crm_buf b = CRM_BUF_INIT;
	const char *why = plain_amount(cell, out);

	if (why && crm_norm_find("amount")(cell, &b, &norm) == 0 && b.n)       /* "¥1,234", full-width … */
		why = plain_amount(b.s, out);
	crm_buf_release(&b);
	return why;
}

const char *crm_salesrow_take(const struct crm_record *rec, const int column[CRM_SALESROW_ROLES],
			      struct crm_salesrow *out, int *role)
{
	for (int i = 0; i < CRM_SALESROW_STATUS; i++)
		if (column[i] >= 0 && !rec->cell[column[i]].n) {
			*role = i;
			return "is empty";
		}
	*role = CRM_SALESROW_DATE;
	if (take_date(rec->cell[column[CRM_SALESROW_DATE]].s, &out->day) != 0)
		return "is not a date";
	out->order = 0;
	if (column[CRM_SALESROW_ORDER] >= 0) {
		const struct crm_cell *c = &rec->cell[column[CRM_SALESROW_ORDER]];

		out->order = crm_hash(c->s, c->n);
	}
	out->cancelled = column[CRM_SALESROW_STATUS] >= 0 &&
			 crm_sale_cancelled(crm_record_text(rec, column[CRM_SALESROW_STATUS]));
	*role = CRM_SALESROW_AMOUNT;
	return take_amount(rec->cell[column[CRM_SALESROW_AMOUNT]].s, &out->amount);
}
