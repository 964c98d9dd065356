#include <crm/norm.h>

#include <string.h>

#include <crm/address.h>
#include <crm/amount.h>
#include <crm/company.h>
#include <crm/corpno.h>
#include <crm/diag.h>
#include <crm/email.h>
#include <crm/gender.h>
#include <crm/header.h>
#include <crm/jdate.h>
#include <crm/kana.h>
#include <crm/name.h>
#include <crm/phone.h>
#include <crm/postal.h>
#include <crm/romaji.h>

static const struct { const char *name; crm_norm_fn *fn; } fields[] = {
	{ "name", crm_name_value }, { "name.key", crm_name_key }, { "name.split", crm_name_split },
	{ "kana", crm_kana_value }, { "kana.key", crm_kana_key }, { "romaji.key", crm_romaji_key },
	{ "company", crm_company_value }, { "company.key", crm_company_key }, { "company.form", crm_company_form },
	{ "postal", crm_postal_value }, { "phone", crm_phone_value }, { "phone.key", crm_phone_key },
	{ "phone.disp", crm_phone_disp },
	{ "email", crm_email_value }, { "email.key", crm_email_key },
	{ "date", crm_jdate_value }, { "date.serial", crm_jdate_serial },
	{ "gender", crm_gender_value }, { "amount", crm_amount_value }, { "corpno", crm_corpno_value },
	{ "addr", crm_address_value }, { "addr.key", crm_address_key }, { "addr.room", crm_address_room },
	{ "header", crm_header_value },
};

const struct crm_opt crm_norm_options[] = {
	{ CRM_FLAG, 0, "excel-serial", offsetof(struct crm_norm_opts, excel_serial), NULL, "whole numbers are Excel dates", NULL },
	{ CRM_CHOICE, 0, "date-order", offsetof(struct crm_norm_opts, date_order), "none|ymd|dmy|mdy",
	  "how to read 4/1/2021 (none: an error)", NULL },
	{ CRM_INT, 0, "century", offsetof(struct crm_norm_opts, century), "1900|2000",
	  "added to years of two digits (none: an error)", NULL },
	{ CRM_TEXT, 0, "gender-map", offsetof(struct crm_norm_opts, gender_map), "WORD=m|f|x,…",
	  "what this source writes for men, women, others", NULL },
	{ .kind = CRM_OPT_END }
};

int crm_norm_set(struct crm_norm *norm, const struct crm_norm_opts *o)
{
	for (const char *p = o->gender_map; p && *p; p += *p == ',') {
		size_t n = strcspn(p, ","), eq = strcspn(p, "=");

		if (eq == 0 || eq + 2 < n || eq >= n || (eq + 2 == n && !strchr("mfx", p[eq + 1]))) {
			crm_error("--gender-map: '%s' is not WORD=m, f, x or nothing", crm_quoted_n(p, n));
			return -1;
		}
		p += n;
	}
	if (o->century && o->century != 1900 && o->century != 2000) {
		crm_error("--century: 1900 or 2000");
		return -1;
	}
	norm->excel_serial = o->excel_serial;
	norm->date_order = o->date_order;
	norm->century = (int)o->century;
	norm->gender_map = o->gender_map;
	return 0;
}

crm_norm_fn *crm_norm_find(const char *field)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!strcmp(fields[i].name, field))
			return fields[i].fn;
	return NULL;
}

const char *crm_norm_field(size_t i)
{
	return i < sizeof fields / sizeof *fields ? fields[i].name : NULL;
}

void crm_norm_begin(struct crm_norm *norm, struct crm_buf *out)
{
	norm->error = norm->warning = NULL;
	norm->second = 0;
	crm_buf_reset(out);
}

int crm_norm_fail(struct crm_norm *norm, struct crm_buf *out, const char *reason)
{
	crm_buf_reset(out);
	norm->error = reason;
	return -1;
}
