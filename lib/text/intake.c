#include <crm/intake.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/fold.h>
#include <crm/norm.h>
#include <crm/opt.h>

#include <stdlib.h>
#include <string.h>

/* canonical header fields that make a person; the rest is kept as custom fields */
enum slot {
	ID, NAME, FAMILY, GIVEN, MIDDLE, KANA, FAMILY_KANA, GIVEN_KANA, COMPANY, ZIP, ZIP1, ZIP2, PREF, CITY, ADDRESS,
	ADDR1, ADDR2, ADDR3, BUILDING, PHONE, PHONE1, PHONE2, PHONE3, MOBILE, EMAIL, EMAIL_MOBILE, BIRTHDAY, GENDER,
	NOTE, JOINED, OPTIN, SLOTS
};

static const char *const slot_name[SLOTS] = {
	"id", "name", "family_name", "given_name", "middle_name", "kana", "family_kana", "given_kana", "company", "zip",
	"zip1", "zip2", "pref", "city", "address", "addr1", "addr2", "addr3", "building", "phone", "phone1", "phone2",
	"phone3", "mobile", "email", "email_mobile", "birthday", "gender", "note", "joined_at", "optin_email",
};

/* the slots that feed each field of a person */
static const struct {
	enum slot first, last;
} feeds[CRM_PERSON_FIELDS] = {
	[CRM_PERSON_NAME] = { NAME, MIDDLE }, [CRM_PERSON_KANA] = { KANA, GIVEN_KANA },
	[CRM_PERSON_COMPANY] = { COMPANY, COMPANY }, [CRM_PERSON_POSTAL] = { ZIP, ZIP2 },
	[CRM_PERSON_PREFECTURE] = { PREF, ADDR3 }, [CRM_PERSON_CITY] = { PREF, ADDR3 },
	[CRM_PERSON_ADDRESS] = { PREF, ADDR3 }, [CRM_PERSON_BUILDING] = { PREF, BUILDING },
	[CRM_PERSON_PHONE] = { PHONE, PHONE3 }, [CRM_PERSON_MOBILE] = { MOBILE, MOBILE },
	[CRM_PERSON_EMAIL] = { EMAIL, EMAIL_MOBILE }, [CRM_PERSON_BIRTHDAY] = { BIRTHDAY, BIRTHDAY },
	[CRM_PERSON_GENDER] = { GENDER, GENDER }, [CRM_PERSON_JOINED] = { JOINED, JOINED },
};

/* the normalisations that a row needs */
enum rule { R_NAME, R_KANA, R_COMPANY, R_POSTAL, R_PHONE, R_EMAIL, R_DATE, R_GENDER, R_ADDRESS, RULES };

static const char *const rule_name[RULES] = {
	"name", "kana", "company", "postal", "phone.disp", "email", "date", "gender", "addr",
};

enum { SAME_FIELD = 2 };       /* columns on one slot: the first that is not empty wins */

struct crm_intake {
	const struct crm_fields *header;
	struct crm_norm norm;
	crm_norm_fn *rule[RULES];
	int column[SLOTS][SAME_FIELD];         /* -1: none */
	char **field;                          /* per column: its canonical name, or "" */
	char *custom;                          /* per column: 1 when no field of a person takes it */
	unsigned given;
	struct crm_buf value[CRM_PERSON_FIELDS], key, note, joined, part;
	struct crm_intake_finding *finding;
	size_t findings, cap;
	struct crm_buf said;                   /* the findings' values, NUL between them */
	const struct crm_record *rec;
};

/* ---- the plan: which column is what ---- */

static int slot_of(const char *field)
{
	const char *plain = strncmp(field, "bill.", 5) ? field : field + 5;

	for (int i = 0; i < SLOTS; i++)
		if (!strcmp(slot_name[i], plain))
			return i;
	return -1;
}

static void place(struct crm_intake *in, int slot, int column)
{
	for (int i = 0; slot >= 0 && i < SAME_FIELD; i++)
		if (in->column[slot][i] < 0) {
			in->column[slot][i] = column;
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

/* "field=column,…": a named column takes the field, whatever its header says */
static int apply_map(struct crm_intake *in, const char *map)
{
	for (const char *p = map; p && *p;) {
		size_t n = strcspn(p, ","), eq = strcspn(p, "=");
		char *column = eq < n ? crm_strndup(p + eq + 1, n - eq - 1) : NULL;
		int i = column ? crm_fields_find(in->header, column) : -1;

		if (i < 0) {
			crm_error("--columns: '%s': there is no such column", crm_quoted_n(p, n));
			free(column);
			return -1;
		}
		free(in->field[i]);
		in->field[i] = crm_strndup(p, eq);
		free(column);
		p += n + (p[n] == ',');
	}
	return 0;
}

static void name_columns(struct crm_intake *in)
{
	struct crm_buf field = CRM_BUF_INIT;

	for (size_t i = 0; i < in->header->n; i++) {
		int known = crm_norm_find("header")(in->header->name[i], &field, &in->norm) == 0 && strcmp(field.s, "?");

		known = known && !crm_intake_is_reject_column(in->header->name[i]);
		in->field[i] = crm_strdup(known ? field.s : "");
	}
	crm_buf_release(&field);
}

/* plain fields first: 請求先 (bill.) columns only fill what is not there */
static void place_columns(struct crm_intake *in)
{
	for (int bill = 0; bill < 2; bill++)
		for (size_t i = 0; i < in->header->n; i++)
			if (*in->field[i] && (strncmp(in->field[i], "bill.", 5) == 0) == bill)
				place(in, slot_of(in->field[i]), (int)i);
	for (int f = 0; f < CRM_PERSON_FIELDS; f++)
		for (int s = (int)feeds[f].first; s <= (int)feeds[f].last; s++)
			if (in->column[s][0] >= 0)
				in->given |= 1u << f;
}

static int find_key(struct crm_intake *in, const char *key)
{
	if (key && (in->column[ID][0] = crm_fields_find(in->header, key)) < 0) {
		crm_error("--key: there is no column '%s'", crm_quoted(key));
		return -1;
	}
	if (in->column[ID][0] < 0) {
		crm_error("no column is known to be the customer's number; name it with --key COLUMN");
		return -1;
	}
	free(in->field[in->column[ID][0]]);
	in->field[in->column[ID][0]] = crm_strdup("id");
	in->column[ID][1] = -1;
	return 0;
}

static void mark_custom(struct crm_intake *in)
{
	for (size_t i = 0; i < in->header->n; i++) {
		int slot = slot_of(in->field[i]);

		in->custom[i] = slot < 0 || in->column[slot][0] != (int)i;
	}
}

struct crm_intake *crm_intake_open(const struct crm_fields *header, const char *key, const char *map)
{
	struct crm_intake *in = crm_alloc(sizeof *in);

	in->header = header;
	in->field = crm_calloc(header->n, sizeof *in->field);
	in->custom = crm_calloc(header->n, 1);
	memset(in->column, 0xff, sizeof in->column);
	for (int i = 0; i < RULES; i++)
		in->rule[i] = crm_norm_find(rule_name[i]);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_init(&in->value[i]);
	crm_buf_init(&in->key);
	crm_buf_init(&in->note);
	crm_buf_init(&in->joined);
	crm_buf_init(&in->part);
	crm_buf_init(&in->said);
	name_columns(in);
	if (apply_map(in, map) == 0) {
		place_columns(in);
		if (find_key(in, key) == 0) {
			mark_custom(in);
			return in;
		}
	}
	crm_intake_close(in);
	return NULL;
}

void crm_intake_close(struct crm_intake *in)
{
	if (!in)
		return;
	for (size_t i = 0; i < in->header->n; i++)
		free(in->field[i]);
	free(in->field);
	free(in->custom);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_release(&in->value[i]);
	crm_buf_release(&in->key);
	crm_buf_release(&in->note);
	crm_buf_release(&in->joined);
	crm_buf_release(&in->part);
	crm_buf_release(&in->said);
	free(in->finding);
	free(in);
}

void crm_intake_lexicon(struct crm_intake *in, const struct crm_lexicon *lexicon)
{
	in->norm.lexicon = lexicon;
}

const char *crm_intake_field(const struct crm_intake *in, size_t i)
{
	return in->field[i];
}

int crm_intake_custom(const struct crm_intake *in, size_t i)
{
	return in->custom[i];
}

/* ---- one row ---- */

static const char *text(const struct crm_intake *in, enum slot s)
{
	const char *first = crm_record_text(in->rec, in->column[s][0]);

	return *first ? first : crm_record_text(in->rec, in->column[s][1]);
}

static void note_finding(struct crm_intake *in, enum slot s, const char *value, const char *reason, int warning)
{
	int column = in->column[s][0];

	CRM_GROW(in->finding, in->findings, in->cap);
	in->finding[in->findings++] = (struct crm_intake_finding){
		column < 0 ? slot_name[s] : in->header->name[column], NULL, reason, warning };
	crm_buf_add(&in->said, value, strlen(value) + 1);
}

/* the values lie one behind the other: point at them once they move no more */
static void point_at_values(struct crm_intake *in)
{
	const char *v = in->said.s;

	for (size_t i = 0; i < in->findings; i++, v += strlen(v) + 1)
		in->finding[i].value = v;
}

/* normalises v into out; a value that cannot be is left out and said */
static int norm(struct crm_intake *in, enum rule rule, enum slot s, const char *v, struct crm_buf *out)
{
	if (!*v) {
		crm_buf_reset(out);
		return 0;
	}
	if (in->rule[rule](v, out, &in->norm) != 0) {
		note_finding(in, s, v, in->norm.error, 0);
		crm_buf_reset(out);
		return -1;
	}
	if (in->norm.warning)
		note_finding(in, s, v, in->norm.warning, 1);
	return 0;
}

static void append(struct crm_buf *b, const char *s, const char *between)
{
	if (!*s)
		return;
	if (b->n)
		crm_buf_puts(b, between);
	crm_buf_puts(b, s);
}

static void take_names(struct crm_intake *in)
{
	const char *name = text(in, NAME), *kana = text(in, KANA);

	if (!*name) {
		crm_buf_reset(&in->joined);
		append(&in->joined, text(in, FAMILY), " ");
		append(&in->joined, text(in, GIVEN), " ");
		append(&in->joined, text(in, MIDDLE), " ");
		name = in->joined.s;
	}
	norm(in, R_NAME, NAME, name, &in->value[CRM_PERSON_NAME]);
	if (!*kana) {
		crm_buf_reset(&in->joined);
		append(&in->joined, text(in, FAMILY_KANA), " ");
		append(&in->joined, text(in, GIVEN_KANA), " ");
		kana = in->joined.s;
	}
	norm(in, R_KANA, KANA, kana, &in->value[CRM_PERSON_KANA]);
}

static int ends_in_digit(const char *s, size_t n)
{
	return n && s[n - 1] >= '0' && s[n - 1] <= '9';
}

/* 住所1 "…1-2" and 住所2 "305" are two numbers, "…西五番町" and "9-34-5" one text */
static void append_address(struct crm_buf *b, const char *s)
{
	append(b, s, ends_in_digit(b->s, b->n) && *s >= '0' && *s <= '9' ? " " : "");
}

/* "pref|city|town|block|building" into the person's fields */
static void split_address(struct crm_intake *in, const char *s)
{
	struct crm_buf *to[] = { &in->value[CRM_PERSON_PREFECTURE], &in->value[CRM_PERSON_CITY],
				 &in->value[CRM_PERSON_ADDRESS], &in->value[CRM_PERSON_ADDRESS] };

	for (size_t i = 0; i < 4; i++) {
		size_t n = strcspn(s, "|");

		crm_buf_add(to[i], s, n);
		s += n + (s[n] == '|');
	}
	crm_buf_puts(&in->value[CRM_PERSON_BUILDING], s);
}

static void take_address(struct crm_intake *in)
{
	static const enum slot parts[] = { PREF, CITY, ADDRESS, ADDR1, ADDR2, ADDR3 };

	crm_buf_reset(&in->joined);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		append_address(&in->joined, text(in, parts[i]));
	if (in->joined.n && in->rule[R_ADDRESS](in->joined.s, &in->part, &in->norm) == 0)
		split_address(in, in->part.s);
	else if (in->joined.n)     /* no table, or an address of no known place: the text as it is, cleaned */
		in->rule[R_NAME](in->joined.s, &in->value[CRM_PERSON_ADDRESS], &in->norm);
	in->rule[R_NAME](text(in, BUILDING), &in->part, &in->norm);
	append(&in->value[CRM_PERSON_BUILDING], in->part.s, " ");
}

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* three short columns are the parts of one number (some exports split it so) */
static int in_parts(const struct crm_intake *in, enum slot first, enum slot last)
{
	for (int s = (int)first; s <= (int)last; s++) {
		const char *v = text(in, (enum slot)s);

		if (!*v || digits(v) > 5 || v[digits(v)])
			return 0;
	}
	return 1;
}

static const char *join_parts(struct crm_intake *in, enum slot plain, enum slot first, enum slot last)
{
	const char *v = text(in, plain);

	if (*v)
		return v;
	if (!in_parts(in, first, last))
		return text(in, first);
	crm_buf_reset(&in->joined);
	for (int s = (int)first; s <= (int)last; s++)
		append(&in->joined, text(in, (enum slot)s), "-");
	return in->joined.s;
}

/* for people: grouped as it is printed; the extension stays */
static void take_phone(struct crm_intake *in, enum slot s, const char *v, struct crm_buf *out)
{
	norm(in, R_PHONE, s, v, out);
}

static void take_contacts(struct crm_intake *in)
{
	const char *email = text(in, EMAIL);

	norm(in, R_POSTAL, ZIP, join_parts(in, ZIP, ZIP1, ZIP2), &in->value[CRM_PERSON_POSTAL]);
	take_phone(in, PHONE, join_parts(in, PHONE, PHONE1, PHONE3), &in->value[CRM_PERSON_PHONE]);
	take_phone(in, MOBILE, text(in, MOBILE), &in->value[CRM_PERSON_MOBILE]);
	norm(in, R_EMAIL, EMAIL, *email ? email : text(in, EMAIL_MOBILE), &in->value[CRM_PERSON_EMAIL]);
}

static int optin_of(struct crm_intake *in)
{
	static const char yes[] = " 1 yes y true on ok はい 希望 希望する 受信 受信する 購読 購読する 許可 可 要 ○ 〇 あり 有 有り subscribed ";
	static const char no[] = " 0 no n false off いいえ 希望しない 受信しない 購読しない 拒否 不可 不要 × なし 無 無し 配信停止 unsubscribed ";
	const char *v = text(in, OPTIN);
	struct crm_buf word = CRM_BUF_INIT;
	struct crm_runes r;
	int answer = CRM_OPTIN_UNSAID;

	if (!*v)
		return CRM_OPTIN_UNSAID;
	crm_runes_init(&r);
	crm_runes_read(&r, v);
	crm_fold_clean(&r);
	crm_fold_key(&r);
	crm_buf_putc(&word, ' ');
	crm_runes_write(&r, 0, r.n, &word);
	crm_buf_putc(&word, ' ');
	if (strstr(yes, word.s))
		answer = CRM_OPTIN_YES;
	else if (strstr(no, word.s))
		answer = CRM_OPTIN_NO;
	else
		note_finding(in, OPTIN, v, "neither yes nor no", 0);
	crm_runes_release(&r);
	crm_buf_release(&word);
	return answer;
}

/* the number as it is printed on the card: outer dirt and Excel's ' go, nothing else */
static void take_key(struct crm_intake *in)
{
	struct crm_runes r;

	crm_runes_init(&r);
	crm_runes_read(&r, text(in, ID));
	crm_fold_clean(&r);
	if (r.n && r.s[0] == '\'')
		crm_runes_erase(&r, 0, 1);
	crm_buf_reset(&in->key);
	crm_runes_write(&r, 0, r.n, &in->key);
	crm_runes_release(&r);
}

/* 2018/07/28 10:07:05: the day is what counts */
static void take_rest(struct crm_intake *in)
{
	norm(in, R_COMPANY, COMPANY, text(in, COMPANY), &in->value[CRM_PERSON_COMPANY]);
	norm(in, R_DATE, BIRTHDAY, text(in, BIRTHDAY), &in->value[CRM_PERSON_BIRTHDAY]);
	norm(in, R_GENDER, GENDER, text(in, GENDER), &in->value[CRM_PERSON_GENDER]);
	norm(in, R_DATE, JOINED, text(in, JOINED), &in->value[CRM_PERSON_JOINED]);
}

const char *crm_intake_take(struct crm_intake *in, const struct crm_record *rec, struct crm_intake_row *out)
{
	in->rec = rec;
	in->findings = 0;
	crm_buf_reset(&in->said);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_reset(&in->value[i]);
	take_key(in);
	if (!in->key.n)
		return "the customer's number is empty";
	take_names(in);
	take_address(in);
	take_contacts(in);
	take_rest(in);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		out->person.text[i] = in->value[i].s;
	out->key = in->key.s;
	out->given = in->given;
	out->note = text(in, NOTE);
	out->has_note = in->column[NOTE][0] >= 0;
	out->optin = optin_of(in);
	out->optin_column = in->column[OPTIN][0] < 0 ? "" : in->header->name[in->column[OPTIN][0]];
	point_at_values(in);
	out->finding = in->finding;
	out->findings = in->findings;
	return NULL;
}
