#include <crm/fold.h>

#include <stdlib.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <crm/mem.h>

static int is_zero_width(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static int is_space(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x202F || c == 0x205F || c == 0x3000;
}

static uint32_t full_width_kana(uint32_t half)
{
	static const uint16_t full[] = {
		0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3,
		0x30E5, 0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF,
		0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8,
		0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF,
		0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF,
		0x30F3, 0x309B, 0x309C,
	};

	return full[half - 0xFF61];
}

/* the kana with its mark, or 0 */
static uint32_t voiced(uint32_t kana, int semi)
{
	uint32_t k = kana >= 0x3041 && kana <= 0x309F ? kana + 0x60 : kana;

	if (k >= 0x30CF && k <= 0x30DD && (k - 0x30CF) % 3 == 0)
		return kana + 1 + (uint32_t)semi;
	if (semi)
		return 0;
	if ((k >= 0x30AB && k <= 0x30C1 && k % 2) || k == 0x30C4 || k == 0x30C6 || k == 0x30C8 || k == 0x30FD)
		return kana + 1;
	if (k == 0x30A6)
		return kana + 0x4E;
	if (kana >= 0x30EF && kana <= 0x30F2)
		return kana + 8;
	return 0;
}

static uint32_t clean_one(uint32_t c)
{
	if ((c < 0x7F && c >= ' ') || (c > 0x3000 && c < 0xFE00))
		return c;
	if (is_space(c))
		return ' ';
	if (c < ' ' || (c >= 0x7F && c < 0xA0) || is_zero_width(c))
		return 0;
	if ((c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A))
		return c - 0xFEE0;
	if (c >= 0xFF61 && c <= 0xFF9F)
		return full_width_kana(c);
	return c;
}

void crm_fold_clean(struct crm_runes *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = clean_one(r->s[i]), joined = 0;

		if (!c || (c == ' ' && (n == 0 || r->s[n - 1] == ' ')))
			continue;
		if (c >= 0x3099 && c <= 0x309C && n)
			joined = voiced(r->s[n - 1], c == 0x309A || c == 0x309C);
		if (joined)
			r->s[n - 1] = joined;
		else
			r->s[n++] = c;
	}
	if (n && r->s[n - 1] == ' ')
		n--;
	crm_runes_truncate(r, n);
}

void crm_fold_spaces(struct crm_runes *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] != ' ' || (n && r->s[n - 1] != ' '))
			r->s[n++] = r->s[i];
	if (n && r->s[n - 1] == ' ')
		n--;
	crm_runes_truncate(r, n);
}

/* characters that neither NFKC nor lower-casing beyond ASCII touches: nearly all of a customer list */
static int is_plain(uint32_t c)
{
	return (c >= ' ' && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) ||
	       (c >= 0x30A1 && c <= 0x30FE) || (c >= 0x3001 && c <= 0x3011);
}

/* wide ASCII is plain once it is narrow; 1 when all is plain */
static int narrow(struct crm_runes *r)
{
	int plain = 1;

	for (size_t i = 0; i < r->n; i++) {
		if (r->s[i] >= 0xFF01 && r->s[i] <= 0xFF5E)
			r->s[i] -= 0xFEE0;
		plain &= is_plain(r->s[i]);
	}
	return plain;
}

enum { NFKC, FOLD };

static void through_icu(struct crm_runes *r, int what)
{
	int32_t n = (int32_t)r->n, cap = n * 20 + 8, len = 0, got = 0;
	UChar *from = crm_calloc((size_t)(2 * n + 2), sizeof *from), *to = crm_calloc((size_t)cap, sizeof *to);
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF32(from, 2 * n + 2, &len, (const UChar32 *)r->s, n, &status);
	if (what == NFKC)
		got = unorm2_normalize(unorm2_getNFKCInstance(&status), from, len, to, cap, &status);
	else
		got = u_strFoldCase(to, cap, from, len, U_FOLD_CASE_DEFAULT, &status);
	if (U_SUCCESS(status)) {
		crm_runes_truncate(r, 0);
		for (int32_t i = 0; i < got;) {
			UChar32 c;

			U16_NEXT(to, i, got, c);
			crm_runes_add(r, (uint32_t)c);
		}
	}
	free(from);
	free(to);
}

void crm_fold_nfkc(struct crm_runes *r)
{
	if (!narrow(r))
		through_icu(r, NFKC);
}

int crm_fold_is_hyphen(uint32_t c)
{
	if (c < 0x80)
		return c == '-';
	return c == 0x02D7 || (c >= 0x2010 && c <= 0x2015) || c == 0x2043 || c == 0x207B || c == 0x208B ||
	       c == 0x2212 || c == 0x23AF || c == 0x23E4 || c == 0x2500 || c == 0x2501 || c == 0xFE58 ||
	       c == 0xFE63 || c == 0xFF0D;
}

int crm_fold_is_long(uint32_t c)
{
	return c == 0x30FC || c == 0xFF70;
}

void crm_fold_hyphens(struct crm_runes *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (crm_fold_is_hyphen(r->s[i]) || crm_fold_is_long(r->s[i]))
			r->s[i] = '-';
}

uint32_t crm_fold_kanji(uint32_t c)
{
	static const struct { uint32_t from, to; } kanji[] = {
#include <crm/kanji_table.h>
	};
	/* one bit for each 0x3400..0x9FFF: is it among them?  Nearly none is. */
	static const unsigned char variant[] = {
#include <crm/kanji_bits.h>
	};
	size_t lo = 0, hi = sizeof kanji / sizeof *kanji;

	if (c < 0x3400 || (c <= 0x9FFF && !(variant[(c - 0x3400) / 8] >> c % 8 & 1)))
		return c;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (kanji[mid].from < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < sizeof kanji / sizeof *kanji && kanji[lo].from == c ? kanji[lo].to : c;
}

/* appends the letter without its marks */
static void add_unmarked(struct crm_runes *r, uint32_t c)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar parts[16];
	int32_t n = unorm2_getDecomposition(unorm2_getNFDInstance(&status), (UChar32)c, parts, 16, &status);

	if (n <= 0 || U_FAILURE(status)) {
		crm_runes_add(r, c);
		return;
	}
	for (int32_t i = 0; i < n; i++)
		if (parts[i] < 0x300 || parts[i] > 0x36F)
			crm_runes_add(r, parts[i]);
}

static int is_latin(uint32_t c)
{
	return (c | 0x20) - 'a' < 26 || (c >= 0xC0 && c <= 0x24F) || (c >= 0x1E00 && c <= 0x1EFF);
}

/* after NFKC, for texts that are not plain */
static void drop_marks(struct crm_runes *r)
{
	struct crm_runes old;

	crm_runes_init(&old);
	crm_runes_copy(&old, r);
	crm_runes_truncate(r, 0);
	for (size_t i = 0; i < old.n; i++) {
		uint32_t c = old.s[i];

		if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF))
			continue;
		if (c >= 0x300 && c <= 0x36F && r->n && is_latin(r->s[r->n - 1]))
			continue;
		if (c >= 0x80 && is_latin(c))
			add_unmarked(r, c);
		else
			crm_runes_add(r, crm_fold_is_hyphen(c) ? '-' : c);
	}
	crm_runes_release(&old);
}

void crm_fold_key(struct crm_runes *r)
{
	int plain;

	crm_fold_clean(r);
	plain = narrow(r);
	if (!plain) {
		through_icu(r, NFKC);
		drop_marks(r);
		through_icu(r, FOLD);
	}
	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = r->s[i];

		r->s[i] = c - 'A' < 26 ? c + 32 : crm_fold_kanji(c);
	}
}

void crm_fold_repeats(struct crm_runes *r)
{
	for (size_t i = 1; i < r->n; i++)
		if (r->s[i] == 0x3005 || r->s[i] == 0x303B)
			r->s[i] = r->s[i - 1];
}

int crm_fold_is_null(const struct crm_runes *r)
{
	static const char *const word[] = {
		"*", "＊", ".", "．", "不明", "未登録", "未設定", "空欄", "該当なし", "なし", "無し", "n/a", "n／a", "na",
		"null", "none", "0000-00-00", "0000/00/00",
	};

	if (r->n == 0)
		return 1;
	if (r->n == 1 && (crm_fold_is_hyphen(r->s[0]) || crm_fold_is_long(r->s[0])))
		return 1;
	if (r->n > 10 || !crm_runes_in(r->s[0], "*＊.．不未空該な無nN0"))     /* how the words begin */
		return 0;
	for (size_t w = 0; w < sizeof word / sizeof *word; w++) {
		const char *p = word[w];
		size_t i = 0;
		uint32_t c;

		while ((c = crm_runes_next(&p)) != 0 && i < r->n && c == (r->s[i] - 'A' < 26 ? r->s[i] + 32 : r->s[i]))
			i++;
		if (!c && i == r->n)
			return 1;
	}
	return 0;
}

int crm_fold_ascii(struct crm_runes *r, const char *in)
{
	crm_runes_read(r, in);
	crm_fold_clean(r);
	if (crm_fold_is_null(r)) {
		crm_runes_truncate(r, 0);
		return 0;
	}
	crm_fold_nfkc(r);
	crm_fold_spaces(r);
	return 1;
}
