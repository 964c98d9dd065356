#include <crm/match_clean.h>
#include <crm/norm.h>

#include <stdlib.h>
#include <string.h>

static int is_digit(int c)
{
	return c >= '0' && c <= '9';
}

void crm_match_clean_init(struct crm_match_clean *c, const struct crm_lexicon *lexicon)
{
	memset(c, 0, sizeof *c);
	c->norm.lexicon = lexicon;
	c->name_key = crm_norm_find("name.key");
	c->name_split = crm_norm_find("name.split");
	c->kana = crm_norm_find("kana");
	c->kana_key = crm_norm_find("kana.key");
	c->email_key = crm_norm_find("email.key");
	c->postal = crm_norm_find("postal");
	c->company_key = crm_norm_find("company.key");
	c->phone = crm_norm_find("phone");
	c->date = crm_norm_find("date");
	c->gender = crm_norm_find("gender");
	crm_address_init(&c->address);
	for (int i = 0; i < 5; i++)
		crm_buf_init(&c->part[i]);
}

void crm_match_clean_release(struct crm_match_clean *c)
{
	crm_address_release(&c->address);
	for (int i = 0; i < 5; i++)
		crm_buf_release(&c->part[i]);
}

static int norm(struct crm_match_clean *c, crm_norm_fn *field, const char *s, struct crm_buf *out)
{
	crm_buf_reset(out);
	if (field && field(s, out, &c->norm) == 0)
		return 0;
	crm_buf_reset(out);
	return -1;
}

/* the script of one character: Latin and marks below U+0250, kana, everything else */
static enum crm_match_script script_of(uint32_t c)
{
	if (c < 0x250)
		return CRM_SCRIPT_LATIN;
	if ((c >= 0x3041 && c <= 0x30ff) || (c >= 0xff66 && c <= 0xff9f) || c == 0x3000)
		return CRM_SCRIPT_KANA;
	return c >= 0xff01 && c <= 0xff5e ? CRM_SCRIPT_LATIN : CRM_SCRIPT_OTHER;
}

enum crm_match_script crm_match_script(const char *s)
{
	enum crm_match_script all = CRM_SCRIPT_NONE;

	for (const unsigned char *p = (const unsigned char *)s; *p;) {
		int more = *p < 0xc0 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
		uint32_t c = more ? *p & (0x3fu >> more) : *p;
		enum crm_match_script one;

		for (p++; more && *p; more--)
			c = c << 6 | (*p++ & 0x3f);
		if (c < 'A' || c == 0x3000 || c == 0x30fb)       /* spaces, digits, dots belong to all */
			continue;
		one = script_of(c);
		if (one == CRM_SCRIPT_OTHER || (all && all != one))
			return CRM_SCRIPT_OTHER;
		all = one;
	}
	return all;
}

void crm_match_clean_fold(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	norm(c, c->name_key, s, out);
}

void crm_match_clean_kana(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	norm(c, c->kana, s, out);
}

void crm_match_clean_kana_key(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	norm(c, c->kana_key, s, out);
}

void crm_match_clean_email(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	if (norm(c, c->email_key, s, out) < 0)
		crm_match_clean_fold(c, s, out);
}

void crm_match_clean_postal(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	if (norm(c, c->postal, s, out) < 0)
		crm_match_clean_fold(c, s, out);
}

void crm_match_clean_company(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	norm(c, c->company_key, s, out);
}

/* the digits of a number that no table knows, if there are enough of them and not all the same */
static void plain_digits(const char *s, struct crm_buf *out)
{
	int same = 1;

	crm_buf_reset(out);
	for (; *s; s++)
		if (is_digit((unsigned char)*s)) {
			same &= !out->n || out->s[out->n - 1] == *s;
			crm_buf_putc(out, *s);
		}
	if (out->n < 6 || same)
		crm_buf_reset(out);
}

static int is_japanese_line(const char *e164)
{
	size_t n = strlen(e164);
	int mobile;

	if (strncmp(e164, "+81", 3))
		return 0;
	mobile = n == 13 && (e164[3] == '7' || e164[3] == '8' || e164[3] == '9' || e164[3] == '6') && e164[4] == '0';
	return !mobile;
}

int crm_match_clean_phone(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	char *ext;

	if (norm(c, c->phone, s, out) < 0) {
		plain_digits(s, out);
		return out->n == 10 && out->s[0] == '0';         /* as long as a fixed line in Japan */
	}
	ext = strchr(out->s, ';');
	if (ext)
		crm_buf_truncate(out, (size_t)(ext - out->s));
	return is_japanese_line(out->s);
}

static int plausible(int y, int m, int d)
{
	return y >= 1 && y <= 9999 && m <= 99 && d <= 99;
}

/* up to three numbers of a date that the normaliser refused: Y M D, D M Y, M D Y or YYYYMMDD */
static uint32_t plain_date(const char *s)
{
	int v[3] = { 0, 0, 0 }, len[3] = { 0, 0, 0 }, k = -1, in = 0;

	for (; *s && (*s != 'T' || !in) && !(k == 2 && !in); s++) {
		if (!is_digit((unsigned char)*s)) {
			in = 0;
			if (k == 2)
				break;
			continue;
		}
		k += !in;
		in = 1;
		if (k > 2 || len[k] == 8)
			return 0;
		v[k] = v[k] * 10 + (*s - '0');
		len[k]++;
	}
	if (k == 0 && len[0] == 8)
		return (uint32_t)v[0];
	if (k != 2)
		return 0;
	if (len[0] != 4 && len[2] == 4) {
		int year = v[2], month = v[1], day = v[0];

		if (month > 12 && day <= 12) {
			month = v[0];
			day = v[1];
		}
		v[0] = year;
		v[1] = month;
		v[2] = day;
	}
	return plausible(v[0], v[1], v[2]) ? (uint32_t)(v[0] * 10000 + v[1] * 100 + v[2]) : 0;
}

void crm_match_clean_date(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	struct crm_buf *b = &c->part[0];
	uint32_t day = 0;

	crm_buf_reset(out);
	if (norm(c, c->date, s, b) == 0) {
		if (b->n == 10)
			day = plain_date(b->s);
		else if (b->n == 7 && b->s[0] == '-')            /* --MM-DD */
			day = (uint32_t)((b->s[2] - '0') * 1000 + (b->s[3] - '0') * 100 + (b->s[5] - '0') * 10 + b->s[6] - '0');
		else if (b->n == 7 || b->n == 4)                 /* YYYY-MM */
			day = (uint32_t)strtoul(b->s, NULL, 10) * 10000
			    + (b->n == 7 ? (uint32_t)strtoul(b->s + 5, NULL, 10) * 100 : 0);
	} else {
		day = plain_date(s);
	}
	if (day)
		crm_buf_printf(out, "%08u", (unsigned)day);
}

void crm_match_clean_sex(struct crm_match_clean *c, const char *s, struct crm_buf *out)
{
	if (norm(c, c->gender, s, out) == 0 && out->n > 1)
		crm_buf_truncate(out, 1);
}

static int is_title(const char *s, size_t n)
{
	static const char *const title[] = { "mr", "mrs", "ms", "miss", "dr", "sir", "lady", "mr.", "mrs.",
					    "ms.", "dr." };

	for (size_t i = 0; i < sizeof title / sizeof *title; i++)
		if (strlen(title[i]) == n) {
			size_t k = 0;

			while (k < n && (s[k] | 32) == (title[i][k] | 32))
				k++;
			if (k == n)
				return 1;
		}
	return 0;
}

/* "Last, First Middle" or "First Middle Last" */
static void split_latin(const char *s, struct crm_buf *family, struct crm_buf *given)
{
	const char *comma = strchr(s, ','), *first = s, *last, *end;

	if (comma) {
		crm_buf_add(family, s, (size_t)(comma - s));
		for (first = comma + 1; *first == ' '; first++)
			;
		crm_buf_add(given, first, strcspn(first, " "));
		return;
	}
	while (*first == ' ' || is_title(first, strcspn(first, " ")))
		first += strcspn(first, " ") + (first[strcspn(first, " ")] == ' ');
	end = first + strlen(first);
	while (end > first && end[-1] == ' ')
		end--;
	for (last = end; last > first && last[-1] != ' '; last--)
		;
	if (last == first)
		return;
	crm_buf_add(family, last, (size_t)(end - last));
	crm_buf_add(given, first, strcspn(first, " "));
}

void crm_match_clean_split(struct crm_match_clean *c, const char *s, struct crm_buf *family,
			   struct crm_buf *given)
{
	struct crm_buf *both = &c->part[0], *part = &c->part[1];
	char *bar;

	crm_buf_reset(family);
	crm_buf_reset(given);
	if (crm_match_script(s) == CRM_SCRIPT_LATIN) {
		crm_buf_reset(both);
		crm_buf_reset(part);
		split_latin(s, both, part);
		crm_match_clean_fold(c, both->s, family);
		crm_match_clean_fold(c, part->s, given);
	} else if (norm(c, c->name_split, s, both) == 0 && (bar = strchr(both->s, '|'))) {
		*bar = 0;
		crm_match_clean_fold(c, both->s, family);
		crm_match_clean_fold(c, bar + 1, given);
	}
}

void crm_match_clean_address(struct crm_match_clean *c, const char *s, struct crm_buf *town,
			     struct crm_buf *block,
			     struct crm_buf *room)
{
	char *slash;

	crm_buf_reset(town);
	crm_norm_begin(&c->norm, block);
	crm_buf_reset(room);
	if (crm_address_parse(s, &c->address, &c->norm) < 0)
		return;
	crm_address_print_key(&c->address, block);
	crm_address_print_room(&c->address, room);
	slash = strrchr(block->s, '/');
	crm_buf_add(town, block->s, slash ? (size_t)(slash - block->s) : block->n);
	if (!slash || !slash[1])
		crm_buf_reset(block);
}
