#include "intake_plan.h"

#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/intake.h>
#include <crm/mem.h>
#include <crm/norm.h>

#include <stdlib.h>
#include <string.h>

const char *const crm_intake_slots[SLOTS] = {
	"id", "name", "family_name", "given_name", "middle_name", "kana", "family_kana", "given_kana", "company", "zip",
	"zip1", "zip2", "pref", "city", "address", "addr1", "addr2", "addr3", "building", "phone", "phone1", "phone2",
	"phone3", "mobile", "email", "email_mobile", "birthday", "gender", "gender_code", "note", "joined_at",
	"optin_email",
};

/* the slots that feed each field of a person */
static const struct {
	enum crm_intake_slot first, last;
} feeds[CRM_PERSON_FIELDS] = {
	[CRM_PERSON_NAME] = { NAME, MIDDLE }, [CRM_PERSON_KANA] = { KANA, GIVEN_KANA },
	[CRM_PERSON_COMPANY] = { COMPANY, COMPANY }, [CRM_PERSON_POSTAL] = { ZIP, ZIP2 },
	[CRM_PERSON_PREFECTURE] = { PREF, ADDR3 }, [CRM_PERSON_CITY] = { PREF, ADDR3 },
	[CRM_PERSON_ADDRESS] = { PREF, ADDR3 }, [CRM_PERSON_BUILDING] = { PREF, BUILDING },
	[CRM_PERSON_PHONE] = { PHONE, PHONE3 }, [CRM_PERSON_MOBILE] = { MOBILE, MOBILE },
	[CRM_PERSON_EMAIL] = { EMAIL, EMAIL_MOBILE }, [CRM_PERSON_BIRTHDAY] = { BIRTHDAY, BIRTHDAY },
	[CRM_PERSON_GENDER] = { GENDER, GENDER_CODE }, [CRM_PERSON_JOINED] = { JOINED, JOINED },
};

unsigned crm_intake_plan_fields(int slot)
{
	unsigned fields = 0;

	for (int f = 0; f < CRM_PERSON_FIELDS; f++)
		if (slot >= (int)feeds[f].first && slot <= (int)feeds[f].last)
			fields |= 1u << f;
	return fields;
}

static int slot_of(const char *field)
{
	const char *plain = strncmp(field, "bill.", 5) ? field : field + 5;

	for (int i = 0; i < SLOTS; i++)
		if (!strcmp(crm_intake_slots[i], plain))
			return i;
	return -1;
}

static void place(struct crm_intake_plan *p, int slot, int column)
{
	for (int i = 0; slot >= 0 && i < SAME_FIELD; i++)
		if (p->column[slot][i] < 0) {
			p->column[slot][i] = column;
			return;
		}
}

int crm_intake_is_reject_column(const char *name)
{
	return !strcmp(name, "_line") || !strcmp(name, "_field") || !strcmp(name, "_error");
}

int crm_intake_knows(const char *name)
{
	struct crm_buf field = CRM_BUF_INIT;
	struct crm_norm norm = { .lexicon = NULL };
	int known = crm_norm_find("header")(name, &field, &norm) == 0 && field.n && strcmp(field.s, "?");

	crm_buf_release(&field);
	return known;
}

/* one "field=column": the column takes the field, whatever its header says */
static int apply_one(struct crm_intake_plan *p, const char *s, size_t n, const char *where)
{
	size_t eq = strcspn(s, "=");
	char *field = crm_strndup(s, eq < n ? eq : 0), *column = eq < n ? crm_strndup(s + eq + 1, n - eq - 1) : NULL;
	int i = column ? crm_fields_find(p->header, column) : -1;

	free(column);
	if (i >= 0 && slot_of(field) >= 0) {
		free(p->field[i]);
		p->field[i] = field;
		return 0;
	}
	if (eq >= n)
		crm_error("%s: '%s': must be field=column", where, crm_quoted_n(s, n));
	else if (i < 0)
		crm_error("%s: '%s': there is no such column", where, crm_quoted_n(s, n));
	else
		crm_error("%s: '%s': there is no field of this name", where, crm_quoted(field));
	free(field);
	return -1;
}

/* "field=column,…" */
static int apply_columns(struct crm_intake_plan *p, const char *columns)
{
	while (columns && *columns) {
		size_t n = strcspn(columns, ",");

		if (n && apply_one(p, columns, n, "--columns") != 0)
			return -1;
		columns += n + (columns[n] != 0);
	}
	return 0;
}

/* the same line by line with # comments; name: of the file */
static int apply_map(struct crm_intake_plan *p, const char *map, const char *name)
{
	struct crm_buf where = CRM_BUF_INIT;
	int bad = 0;

	for (int line = 1; map && *map && !bad; line++) {
		size_t n = strcspn(map, "\n"), used = n;

		while (used && strchr(" \t\r", map[used - 1]))
			used--;
		crm_buf_reset(&where);
		crm_buf_printf(&where, "%s:%d", name, line);
		bad = used && *map != '#' && apply_one(p, map, used, where.s) != 0;
		map += n + (map[n] != 0);
	}
	crm_buf_release(&where);
	return bad ? -1 : 0;
}

/* what the header is known for, or "" */
static void look_up(const char *name, struct crm_buf *field)
{
	struct crm_norm norm = { .lexicon = NULL };

	if (crm_intake_is_reject_column(name) || crm_norm_find("header")(name, field, &norm) != 0 || !strcmp(field->s, "?"))
		crm_buf_reset(field);
}

/* "氏名_furigana", which the reader of sheets adds, is the reading of a name */
static void look_up_reading(const char *name, size_t n, struct crm_buf *field)
{
	static const char *const readings[][2] = {
		{ "name", "kana" }, { "family_name", "family_kana" }, { "given_name", "given_kana" }, { "company", "company_kana" },
	};
	char *base = crm_strndup(name, n);
	const char *reading = "";

	look_up(base, field);
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
		if (!strcmp(field->s, readings[i][0]))
			reading = readings[i][1];
	crm_buf_reset(field);
	crm_buf_puts(field, reading);
	free(base);
}

/* a field's own name, else what its header is known for, else "" */
static char *field_of(const struct crm_intake_plan *p, size_t i)
{
	static const char added[] = "_furigana";
	const char *name = p->header->name[i];
	size_t n = strlen(name), k = sizeof added - 1;
	struct crm_buf field = CRM_BUF_INIT;

	if (slot_of(name) >= 0)
		return crm_strdup(name);
	look_up(name, &field);
	if (!field.n && n > k && !strcmp(name + n - k, added))
		look_up_reading(name, n - k, &field);
	/* a list of orders whose rows are named by "Name" (Shopify): it is the order's number */
	if (!strcmp(field.s, "name") && !strcmp(name, "Name") && crm_fields_find(p->header, "Lineitem name") >= 0) {
		crm_buf_reset(&field);
		crm_buf_puts(&field, "order_id");
	}
	return crm_buf_take(&field);
}

static void name_columns(struct crm_intake_plan *p)
{
	for (size_t i = 0; i < p->header->n; i++)
		p->field[i] = i < p->first ? crm_strdup("") : field_of(p, i);
}

/* plain fields first: 請求先 (bill.) columns only fill what is not there */
static void place_columns(struct crm_intake_plan *p)
{
	for (int bill = 0; bill < 2; bill++)
		for (size_t i = 0; i < p->header->n; i++)
			if (*p->field[i] && (strncmp(p->field[i], "bill.", 5) == 0) == bill)
				place(p, slot_of(p->field[i]), (int)i);
	for (int f = 0; f < CRM_PERSON_FIELDS; f++)
		for (int s = (int)feeds[f].first; s <= (int)feeds[f].last; s++)
			if (p->column[s][0] >= 0)
				p->given |= 1u << f;
}

/* 0, or -1: there is none */
static int find_key(struct crm_intake_plan *p, const char *key)
{
	int column = key ? crm_fields_find(p->header, key) : p->column[ID][0];

	/* one column only: an empty number is never taken from elsewhere */
	p->column[ID][1] = -1;
	if (column < 0)
		return -1;
	p->column[ID][0] = column;
	/* a mail address may be the number, and stays one */
	if (slot_of(p->field[column]) < 0) {
		free(p->field[column]);
		p->field[column] = crm_strdup("id");
	}
	return 0;
}

static void say_no_key(const struct crm_intake_opts *o)
{
	const char *file = o->file ? o->file : "", *between = o->file ? ": " : "";

	if (o->key)
		crm_error("%s%s--key: there is no column '%s'", file, between, crm_quoted(o->key));
	else
		crm_error("%s%sno column is known to be the customer's number; name it with --key COLUMN", file, between);
}

/* what becomes of column i, for people: put behind its field */
static const char *use_of(const struct crm_intake_plan *p, size_t i)
{
	int slot = slot_of(p->field[i]);

	if (slot >= 0 && p->column[slot][0] == (int)i)
		return p->column[ID][0] == (int)i && slot != ID ? ", and the customer's number" : "";
	if (slot >= 0 && p->column[slot][1] == (int)i)
		return " where the column before has none, and kept under its own name";
	return *p->field[i] ? ", kept under its own name" : "kept under its own name";
}

static void show(const struct crm_intake_plan *p)
{
	for (size_t i = p->first; i < p->header->n; i++)
		if (!crm_intake_is_reject_column(p->header->name[i]))
			crm_warn("column %zu '%s' is %s%s", i + 1 - p->first, crm_quoted(p->header->name[i]), p->field[i], use_of(p, i));
}

static void mark_custom(struct crm_intake_plan *p)
{
	for (size_t i = 0; i < p->header->n; i++) {
		int slot = slot_of(p->field[i]);

		p->custom[i] = i >= p->first && !crm_intake_is_reject_column(p->header->name[i]) &&
			       (slot < 0 || p->column[slot][0] != (int)i);
	}
}

struct crm_intake_plan *crm_intake_plan_open(const struct crm_fields *header, const struct crm_intake_opts *o)
{
	struct crm_intake_plan *p = crm_alloc(sizeof *p);
	int no_key;

	p->header = header;
	p->first = o->first;
	p->field = crm_calloc(header->n, sizeof *p->field);
	p->custom = crm_calloc(header->n, 1);
	memset(p->column, 0xff, sizeof p->column);
	name_columns(p);
	if (apply_columns(p, o->columns) == 0 && apply_map(p, o->map, o->map_name) == 0) {
		place_columns(p);
		no_key = find_key(p, o->key);
		mark_custom(p);
		if (o->show)
			show(p);
		if (!no_key)
			return p;
		say_no_key(o);
	}
	crm_intake_plan_close(p);
	return NULL;
}

void crm_intake_plan_close(struct crm_intake_plan *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->header->n; i++)
		free(p->field[i]);
	free(p->field);
	free(p->custom);
	free(p);
}
