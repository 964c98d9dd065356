#include <crm/intake.h>
#include "intake_plan.h"

#include <crm/address.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/damage.h>
#include <crm/fold.h>
#include <crm/lexicon.h>
#include <crm/mem.h>
#include <crm/norm.h>
#include <crm/num.h>

#include <stdlib.h>
#include <string.h>

/* the normalisations that a row needs */
enum rule { R_NAME, R_KANA, R_COMPANY, R_POSTAL, R_PHONE, R_EMAIL, R_DATE, R_GENDER, RULES };

static const char *const rule_name[RULES] = {
	"name", "kana", "company", "postal", "phone.disp", "email", "date", "gender",
};

struct crm_intake {
	struct crm_intake_plan *plan;
	int twin;                              /* the plan is another's */
	struct crm_norm norm;
	crm_norm_fn *rule[RULES];
	struct crm_buf value[CRM_PERSON_FIELDS], key, joined, part;
	struct crm_address address;
	struct crm_intake_finding *finding;
	size_t findings, cap;
	unsigned spoilt;                       /* bit i: a spreadsheet has spoilt a cell of field i */
	struct crm_buf said;                   /* the findings' values, NUL between them */
	const struct crm_record *rec;
};

static struct crm_intake *new_intake(struct crm_intake_plan *plan)
{
	struct crm_intake *in = crm_alloc(sizeof *in);

	in->plan = plan;
	for (int i = 0; i < RULES; i++)
		in->rule[i] = crm_norm_find(rule_name[i]);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_init(&in->value[i]);
	crm_buf_init(&in->key);
	crm_buf_init(&in->joined);
	crm_buf_init(&in->part);
	crm_buf_init(&in->said);
	crm_address_init(&in->address);
	return in;
}

struct crm_intake *crm_intake_open(const struct crm_fields *header, const struct crm_intake_opts *o)
{
	struct crm_intake_plan *plan = crm_intake_plan_open(header, o);

	return plan ? new_intake(plan) : NULL;
}

struct crm_intake *crm_intake_twin(const struct crm_intake *of)
{
	struct crm_intake *in = new_intake(of->plan);

	in->twin = 1;
	in->norm = of->norm;
	return in;
}

void crm_intake_close(struct crm_intake *in)
{
	if (!in)
		return;
	if (!in->twin)
		crm_intake_plan_close(in->plan);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_release(&in->value[i]);
	crm_buf_release(&in->key);
	crm_buf_release(&in->joined);
	crm_buf_release(&in->part);
	crm_buf_release(&in->said);
	crm_address_release(&in->address);
	free(in->finding);
	free(in);
}

void crm_intake_lexicon(struct crm_intake *in, const struct crm_lexicon *lexicon)
{
	in->norm.lexicon = lexicon;
}

int crm_intake_norm(struct crm_intake *in, const struct crm_norm_opts *o)
{
	return crm_norm_set(&in->norm, o);
}

const char *crm_intake_field(const struct crm_intake *in, size_t i)
{
	return in->plan->field[i];
}

int crm_intake_custom(const struct crm_intake *in, size_t i)
{
	return in->plan->custom[i];
}

size_t crm_intake_first(const struct crm_intake *in)
{
	return in->plan->first;
}

/* ---- one row ---- */

static const char *cell_of(const struct crm_intake *in, int column)
{
	const char *s = crm_record_text(in->rec, column);

	return crm_damage_failed(s) ? "" : s;
}

static const char *text(const struct crm_intake *in, enum crm_intake_slot s)
{
	const char *first = cell_of(in, in->plan->column[s][0]);

	return *first ? first : cell_of(in, in->plan->column[s][1]);
}

static void note_finding(struct crm_intake *in, enum crm_intake_slot s, const char *value, const char *reason, int warning)
{
	int column = in->plan->column[s][0];

	CRM_GROW(in->finding, in->findings, in->cap);
	in->finding[in->findings++] = (struct crm_intake_finding){
		column < 0 ? crm_intake_slots[s] : in->plan->header->name[column], NULL, reason, warning };
	crm_buf_add(&in->said, value, strlen(value) + 1);
}

/* the values lie one behind the other: point at them once they move no more */
static void point_at_values(struct crm_intake *in)
{
	const char *v = in->said.s;

	for (size_t i = 0; i < in->findings; i++, v += strlen(v) + 1)
		in->finding[i].value = v;
}

static void note_damage(struct crm_intake *in, size_t column, const char *reason, int warning)
{
	CRM_GROW(in->finding, in->findings, in->cap);
	in->finding[in->findings++] = (struct crm_intake_finding){
		in->plan->header->name[column], NULL, reason, warning };
	crm_buf_add(&in->said, in->rec->cell[column].s, in->rec->cell[column].n + 1);
}

static void note_failure(struct crm_intake *in, size_t column)
{
	for (int s = 0; s < SLOTS; s++)
		for (int i = 0; i < SAME_FIELD; i++)
			if (in->plan->column[s][i] == (int)column)
				in->spoilt |= crm_intake_plan_fields(s);
	note_damage(in, column, "failed", in->plan->custom[column]);
}

static void look_for_damage(struct crm_intake *in)
{
	size_t n = in->plan->first ? in->plan->first : in->plan->header->n;

	for (size_t i = 0; i < in->rec->n && i < n; i++)
		if (crm_damage_failed(in->rec->cell[i].s))
			note_failure(in, i);
		else if (crm_damage_mojibake(in->rec->cell[i].s))
			note_damage(in, i, "mojibake", 1);
		else if (crm_damage_escaped(in->rec->cell[i].s))
			note_damage(in, i, "escaped", 1);
}

/* a better word for what a spreadsheet has done than the rule's own */
static const char *reason_of(const struct crm_intake *in, enum rule rule, const char *v)
{
	size_t n = strlen(v), whole;

	if (crm_num_is_scientific(v))
		return "sci";
	whole = strspn(v, "0123456789");
	if (rule == R_DATE && whole >= 4 && whole <= 5 && *v != '0' && strspn(v, "0123456789.") == n)
		return "serial";
	return in->norm.error;
}

/* normalises v into out; a value that cannot be is left out and said */
static int norm(struct crm_intake *in, enum rule rule, enum crm_intake_slot s, const char *v, struct crm_buf *out)
{
	if (!*v) {
		crm_buf_reset(out);
		return 0;
	}
	if (in->rule[rule](v, out, &in->norm) != 0) {
		const char *reason = reason_of(in, rule, v);

		if (reason != in->norm.error || !strcmp(reason, "sci"))
			in->spoilt |= crm_intake_plan_fields((int)s);
		note_finding(in, s, v, reason, 0);
		crm_buf_reset(out);
		return -1;
	}
	if (in->norm.warning)
		note_finding(in, s, v, in->norm.warning, 1);
	if (in->norm.second)
		note_finding(in, s, v, "second", 1);
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

/* a digit or Latin letter of either width at s */
static int is_latin(const char *s)
{
	unsigned c = (unsigned char)s[0], low = c == 0xEF && (unsigned char)s[1] == 0xBC ? (unsigned char)s[2] : 0;

	return c - '0' < 10 || (c | 0x20) - 'a' < 26 || (low >= 0x90 && low <= 0x99) || (low >= 0xA1 && low <= 0xBA);
}

static int ends_in_digit(const char *s, size_t n)
{
	return n && ((s[n - 1] >= '0' && s[n - 1] <= '9') ||
		     (n > 2 && !strncmp(s + n - 3, "\xEF\xBC", 2) && (unsigned char)s[n - 1] - 0x90u < 10));
}

/* 住所1 "…1-2" and 住所2 "305" or "F1ビル" are two things, "…西五番町" and "9-34-5" one text */
static void append_address(struct crm_buf *b, const char *s)
{
	append(b, s, ends_in_digit(b->s, b->n) && is_latin(s) ? " " : "");
}

/* 都道府県 "京都府" and 住所 "京都府京都市…", 市区町村 "新宿区" and 住所1 "新宿区西新宿…": what the text says again goes.
 * start: where in b the prefecture and the city begin */
static void drop_repeated(struct crm_buf *b, const size_t *start, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		if (start[i] < b->n && !strncmp(b->s + start[i], s, b->n - start[i])) {
			crm_buf_truncate(b, start[i]);
			return;
		}
}

static void put_address(struct crm_intake *in)
{
	const struct crm_address *a = &in->address;

	crm_buf_add(&in->value[CRM_PERSON_PREFECTURE], a->pref.s, a->pref.n);
	crm_buf_add(&in->value[CRM_PERSON_CITY], a->city.s, a->city.n);
	crm_buf_add(&in->value[CRM_PERSON_ADDRESS], a->town.s, a->town.n);
	crm_buf_add(&in->value[CRM_PERSON_ADDRESS], a->block.s, a->block.n);
	crm_buf_add(&in->value[CRM_PERSON_BUILDING], a->building.s, a->building.n);
}

static void take_address(struct crm_intake *in)
{
	static const enum crm_intake_slot parts[] = { PREF, CITY, ADDRESS, ADDR1, ADDR2, ADDR3 };
	int beyond = 0;                /* the prefecture and the city */

	size_t start[2] = { 0, 0 };

	crm_buf_reset(&in->joined);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *s = text(in, parts[i]);

		if (*s && !beyond)
			drop_repeated(&in->joined, start, 2, s);
		beyond |= *s && i > 1;
		if (i < 2)
			start[i] = in->joined.n;
		append_address(&in->joined, s);
	}
	if (in->joined.n && crm_address_parse(in->joined.s, &in->address, &in->norm) == 0)
		put_address(in);
	else if (in->joined.n)     /* no table: the text as it is, cleaned */
		in->rule[R_NAME](in->joined.s, &in->value[CRM_PERSON_ADDRESS], &in->norm);
	if (*text(in, BUILDING)) {
		in->rule[R_NAME](text(in, BUILDING), &in->part, &in->norm);
		append(&in->value[CRM_PERSON_BUILDING], in->part.s, " ");
	}
}

/* one to five digits, of either width */
static int is_part(const char *s)
{
	struct crm_runes r;
	int good;

	crm_runes_init(&r);
	crm_runes_read(&r, s);
	crm_fold_clean(&r);
	good = r.n >= 1 && r.n <= 5;
	for (size_t i = 0; i < r.n; i++)
		good = good && r.s[i] - '0' < 10;
	crm_runes_release(&r);
	return good;
}

/* three short columns are the parts of one number (some exports split it so) */
static int in_parts(const struct crm_intake *in, enum crm_intake_slot first, enum crm_intake_slot last)
{
	for (int s = (int)first; s <= (int)last; s++)
		if (!is_part(text(in, (enum crm_intake_slot)s)))
			return 0;
	return 1;
}

/* the one number of several columns: whole, joined of its parts, or the first of several numbers */
static const char *join_parts(struct crm_intake *in, enum crm_intake_slot plain, enum crm_intake_slot first,
			      enum crm_intake_slot last)
{
	const char *v = text(in, plain);
	int parts = !*v && in_parts(in, first, last);

	crm_buf_reset(&in->joined);
	for (int s = (int)first; s <= (int)last && (parts || !*v); s++) {
		v = text(in, (enum crm_intake_slot)s);
		if (parts)
			append(&in->joined, v, "-");
	}
	return parts ? in->joined.s : v;
}

/* for people: grouped as it is printed; the extension stays */
static void take_phone(struct crm_intake *in, enum crm_intake_slot s, const char *v, struct crm_buf *out)
{
	norm(in, R_PHONE, s, v, out);
}

static void take_contacts(struct crm_intake *in)
{
	const char *email = text(in, EMAIL);

	const struct crm_buf *postal = &in->value[CRM_PERSON_POSTAL];
	const char *zip = join_parts(in, ZIP, ZIP1, ZIP2);

	if (norm(in, R_POSTAL, ZIP, zip, &in->value[CRM_PERSON_POSTAL]) == 0 && postal->n && in->norm.lexicon &&
	    !crm_lexicon_postal(in->norm.lexicon, postal->s))
		note_finding(in, ZIP, zip, "unknown-code", 1);
	take_phone(in, PHONE, join_parts(in, PHONE, PHONE1, PHONE3), &in->value[CRM_PERSON_PHONE]);
	take_phone(in, MOBILE, text(in, MOBILE), &in->value[CRM_PERSON_MOBILE]);
	norm(in, R_EMAIL, EMAIL, *email ? email : text(in, EMAIL_MOBILE), &in->value[CRM_PERSON_EMAIL]);
}

static int optin_of(struct crm_intake *in)
{
	static const char yes[] = " 1 yes y true on ok はい 希望 希望する 受信 受信する 購読 購読する 許可 許可する 1:許可 同意 同意する "
		"受け取る 受取る 配信 配信可 配信する 配信希望 可 要 ○ 〇 あり 有 有り subscribed opt-in ";
	static const char no[] = " 0 no n false off いいえ 希望しない 受信しない 購読しない 拒否 拒否する 0:拒否 許可しない 不許可 同意しない "
		"受け取らない 受取らない 配信不可 配信しない 配信停止 停止 不可 不要 × なし 無 無し unsubscribed opt-out ";
	const char *v = text(in, OPTIN);
	struct crm_buf *word = &in->joined;
	struct crm_runes r;
	int answer = CRM_OPTIN_UNSAID;

	if (!*v)
		return CRM_OPTIN_UNSAID;
	crm_runes_init(&r);
	crm_runes_read(&r, v);
	crm_fold_clean(&r);
	crm_fold_key(&r);
	crm_buf_reset(word);
	crm_buf_putc(word, ' ');
	crm_runes_write(&r, 0, r.n, word);
	crm_buf_putc(word, ' ');
	if (strstr(yes, word->s))
		answer = CRM_OPTIN_YES;
	else if (strstr(no, word->s))
		answer = CRM_OPTIN_NO;
	else
		note_finding(in, OPTIN, v, "neither yes nor no", 0);
	crm_runes_release(&r);
	return answer;
}

static int is_simple(const char *s)
{
	while (*s == '-' || *s == '_' || (unsigned)(*s - '0') < 10 || (unsigned)((*s | 0x20) - 'a') < 26)
		s++;
	return !*s;
}

size_t crm_intake_key_column(const struct crm_intake *in)
{
	return (size_t)in->plan->column[ID][0];
}

/* the number as it is printed on the card: outer dirt and Excel's ' go, nothing else */
const char *crm_intake_key(struct crm_intake *in, const struct crm_record *rec)
{
	struct crm_runes r;
	const char *s;

	in->rec = rec;
	s = text(in, ID);
	crm_buf_reset(&in->key);
	if (is_simple(s)) {
		crm_buf_puts(&in->key, s);
		return in->key.s;
	}
	crm_runes_init(&r);
	crm_runes_read(&r, s);
	crm_fold_clean(&r);
	if (r.n && r.s[0] == '\'')
		crm_runes_erase(&r, 0, 1);
	crm_runes_write(&r, 0, r.n, &in->key);
	crm_runes_release(&r);
	return in->key.s;
}

const char *crm_intake_key_fault(struct crm_intake *in, const struct crm_record *rec)
{
	if (!*crm_intake_key(in, rec))
		return *crm_record_text(rec, in->plan->column[ID][0]) ? "is no customer's number" :
									"the customer's number is empty";
	return crm_num_is_scientific(in->key.s) ? "is a number whose last digits a spreadsheet has thrown away" : NULL;
}

/* 2018/07/28 10:07:05: the day is what counts */
static void take_rest(struct crm_intake *in)
{
	const char *gender = text(in, GENDER);

	norm(in, R_COMPANY, COMPANY, text(in, COMPANY), &in->value[CRM_PERSON_COMPANY]);
	norm(in, R_DATE, BIRTHDAY, text(in, BIRTHDAY), &in->value[CRM_PERSON_BIRTHDAY]);
	norm(in, R_GENDER, *gender ? GENDER : GENDER_CODE, *gender ? gender : text(in, GENDER_CODE),
	     &in->value[CRM_PERSON_GENDER]);
	norm(in, R_DATE, JOINED, text(in, JOINED), &in->value[CRM_PERSON_JOINED]);
}

void crm_intake_take(struct crm_intake *in, const struct crm_record *rec, struct crm_intake_row *out)
{
	crm_intake_key(in, rec);
	in->findings = 0;
	in->spoilt = 0;
	crm_buf_reset(&in->said);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_reset(&in->value[i]);
	take_names(in);
	take_address(in);
	take_contacts(in);
	take_rest(in);
	look_for_damage(in);
	out->given = in->plan->given;
	for (int i = 0; i < CRM_PERSON_FIELDS; i++) {
		out->person.text[i] = in->value[i].s;
		if (!in->value[i].n)
			out->given &= ~(in->spoilt & 1u << i);
	}
	out->key = in->key.s;
	out->note = text(in, NOTE);
	out->has_note = in->plan->column[NOTE][0] >= 0 && !crm_damage_failed(crm_record_text(rec, in->plan->column[NOTE][0]));
	out->optin = optin_of(in);
	out->optin_column = in->plan->column[OPTIN][0] < 0 ? "" : in->plan->header->name[in->plan->column[OPTIN][0]];
	point_at_values(in);
	out->finding = in->finding;
	out->findings = in->findings;
}
