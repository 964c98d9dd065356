#include <crm/kana.h>

#include <crm/fold.h>

static int is_katakana(uint32_t c)
{
	return c >= 0x30A1 && c <= 0x30FF && c != 0x30FB;
}

void crm_kana_katakana(struct crm_runes *r)
{
	for (size_t i = 0; i < r->n; i++)
		if ((r->s[i] >= 0x3041 && r->s[i] <= 0x3096) || r->s[i] == 0x309D || r->s[i] == 0x309E)
			r->s[i] += 0x60;
}

static void long_vowels(struct crm_runes *r)
{
	for (size_t i = 1; i < r->n; i++)
		if (is_katakana(r->s[i - 1]) && (crm_fold_is_hyphen(r->s[i]) || crm_fold_is_long(r->s[i])))
			r->s[i] = 0x30FC;
}

int crm_kana_read(struct crm_runes *r, const char *in)
{
	size_t n;

	crm_runes_read(r, in);
	crm_fold_clean(r);
	if (crm_fold_is_null(r)) {
		crm_runes_truncate(r, 0);
		return 0;
	}
	crm_kana_katakana(r);
	long_vowels(r);
	while ((n = crm_runes_end(r, " サマ")) != 0 || (n = crm_runes_end(r, " ドノ")) != 0)
		crm_runes_truncate(r, r->n - n);
	if (crm_fold_is_null(r))
		crm_runes_truncate(r, 0);
	return r->n != 0;
}

int crm_kana_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	crm_kana_read(&r, in);
	crm_runes_write(&r, 0, r.n, out);
	crm_runes_release(&r);
	return 0;
}

/* large form, and one form of the letters that sound alike */
static uint32_t plain_kana(uint32_t c)
{
	switch (c) {
	case 0x30A1: case 0x30A3: case 0x30A5: case 0x30A7: case 0x30A9: /* ァィゥェォ */
	case 0x30C3: case 0x30E3: case 0x30E5: case 0x30E7: case 0x30EE: /* ッャュョヮ */
		return c + 1;
	case 0x30F5: return 0x30AB;     /* ヵ */
	case 0x30F6: return 0x30B1;     /* ヶ */
	case 0x30F4: return 0x30D6;     /* ヴ → ブ */
	case 0x30C2: return 0x30B8;     /* ヂ → ジ */
	case 0x30C5: return 0x30BA;     /* ヅ → ズ */
	case 0x30F2: return 0x30AA;     /* ヲ → オ */
	case 0x30F0: return 0x30A4;     /* ヰ → イ */
	case 0x30F1: return 0x30A8;     /* ヱ → エ */
	default: return c;
	}
}

/* the vowel of a large kana as ア イ ウ エ オ; 0 for ン and other characters */
static uint32_t vowel(uint32_t c)
{
	static const char row[] = {
		/* アァ… from 30A1: small and large in turn, then rows of five with voiced forms */
		'a', 'a', 'i', 'i', 'u', 'u', 'e', 'e', 'o', 'o',
		'a', 'a', 'i', 'i', 'u', 'u', 'e', 'e', 'o', 'o',
		'a', 'a', 'i', 'i', 'u', 'u', 'e', 'e', 'o', 'o',
		'a', 'a', 'i', 'i', 'u', 'u', 'u', 'e', 'e', 'o', 'o',
		'a', 'i', 'u', 'e', 'o',
		'a', 'a', 'a', 'i', 'i', 'i', 'u', 'u', 'u', 'e', 'e', 'e', 'o', 'o', 'o',
		'a', 'i', 'u', 'e', 'o',
		'a', 'a', 'u', 'u', 'o', 'o',
		'a', 'i', 'u', 'e', 'o',
		'a', 'a',
	};

	if (c < 0x30A1 || c >= 0x30A1 + sizeof row)
		return 0;
	switch (row[c - 0x30A1]) {
	case 'a': return 0x30A2;
	case 'i': return 0x30A4;
	case 'u': return 0x30A6;
	case 'e': return 0x30A8;
	default: return 0x30AA;
	}
}

/* ヴァ ヴィ ヴェ ヴォ → バ ビ ベ ボ: the kana, or 0 */
static uint32_t b_row(uint32_t small)
{
	switch (small) {
	case 0x30A1: return 0x30D0;
	case 0x30A3: return 0x30D3;
	case 0x30A7: return 0x30D9;
	case 0x30A9: return 0x30DC;
	default: return 0;
	}
}

static uint32_t lengthened(uint32_t c, uint32_t v)
{
	if (c == 0x30FC)
		return v;
	if ((c == 0x30A6 && v == 0x30AA) || (c == 0x30A4 && v == 0x30A8))
		return v;
	return c;
}

int crm_kana_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	size_t n = 0;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	crm_kana_read(&r, in);
	for (size_t i = 0; i < r.n; i++) {
		uint32_t c = r.s[i], b = c == 0x30F4 ? b_row(r.s[i + 1]) : 0;

		if (c == ' ' || c == 0x30FB || c == '-' || c == '.')
			continue;
		if (b) {
			r.s[n++] = b;
			i++;
			continue;
		}
		if (c == 0x30F4 && r.s[i + 1] == 0x30E5) {
			r.s[n++] = 0x30D3;
			continue;
		}
		c = lengthened(plain_kana(c), n ? vowel(r.s[n - 1]) : 0);
		if (c)
			r.s[n++] = c;
	}
	crm_runes_write(&r, 0, n, out);
	crm_runes_release(&r);
	return 0;
}
