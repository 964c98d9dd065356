#include <string.h>

#include "shop.h"

/* ァ (U+30A1) … ヶ (U+30F6): half-width form and romaji */
static const struct {
	const char *half, *romaji;
} kana[] = {
	{ "ｧ", "a" }, { "ｱ", "a" }, { "ｨ", "i" }, { "ｲ", "i" }, { "ｩ", "u" }, { "ｳ", "u" }, { "ｪ", "e" },
	{ "ｴ", "e" }, { "ｫ", "o" }, { "ｵ", "o" }, { "ｶ", "ka" }, { "ｶﾞ", "ga" }, { "ｷ", "ki" },
	{ "ｷﾞ", "gi" },
	{ "ｸ", "ku" }, { "ｸﾞ", "gu" }, { "ｹ", "ke" }, { "ｹﾞ", "ge" }, { "ｺ", "ko" }, { "ｺﾞ", "go" },
	{ "ｻ", "sa" }, { "ｻﾞ", "za" }, { "ｼ", "shi" }, { "ｼﾞ", "ji" }, { "ｽ", "su" }, { "ｽﾞ", "zu" },
	{ "ｾ", "se" }, { "ｾﾞ", "ze" }, { "ｿ", "so" }, { "ｿﾞ", "zo" }, { "ﾀ", "ta" }, { "ﾀﾞ", "da" },
	{ "ﾁ", "chi" }, { "ﾁﾞ", "ji" }, { "ｯ", "" }, { "ﾂ", "tsu" }, { "ﾂﾞ", "zu" }, { "ﾃ", "te" },
	{ "ﾃﾞ", "de" }, { "ﾄ", "to" }, { "ﾄﾞ", "do" }, { "ﾅ", "na" }, { "ﾆ", "ni" }, { "ﾇ", "nu" },
	{ "ﾈ", "ne" }, { "ﾉ", "no" }, { "ﾊ", "ha" }, { "ﾊﾞ", "ba" }, { "ﾊﾟ", "pa" }, { "ﾋ", "hi" },
	{ "ﾋﾞ", "bi" }, { "ﾋﾟ", "pi" }, { "ﾌ", "fu" }, { "ﾌﾞ", "bu" }, { "ﾌﾟ", "pu" }, { "ﾍ", "he" },
	{ "ﾍﾞ", "be" }, { "ﾍﾟ", "pe" }, { "ﾎ", "ho" }, { "ﾎﾞ", "bo" }, { "ﾎﾟ", "po" }, { "ﾏ", "ma" },
	{ "ﾐ", "mi" }, { "ﾑ", "mu" }, { "ﾒ", "me" }, { "ﾓ", "mo" }, { "ｬ", "ya" }, { "ﾔ", "ya" },
	{ "ｭ", "yu" },
	{ "ﾕ", "yu" }, { "ｮ", "yo" }, { "ﾖ", "yo" }, { "ﾗ", "ra" }, { "ﾘ", "ri" }, { "ﾙ", "ru" },
	{ "ﾚ", "re" },
	{ "ﾛ", "ro" }, { "ﾜ", "wa" }, { "ﾜ", "wa" }, { "ｲ", "i" }, { "ｴ", "e" }, { "ｦ", "o" }, { "ﾝ", "n" },
	{ "ｳﾞ", "vu" }, { "ｶ", "ka" }, { "ｹ", "ke" },
};

static const struct {
	const char *usual, *variant;
	int wide;
} variants[] = {
	{ "高", "髙", 0 }, { "崎", "﨑", 0 }, { "斎", "齋", 0 }, { "斎", "斉", 0 }, { "斉", "齊", 0 },
	{ "斉", "斎", 0 }, { "辺", "邊", 0 }, { "辺", "邉", 0 }, { "沢", "澤", 0 }, { "広", "廣", 0 },
	{ "浜", "濱", 0 }, { "島", "嶋", 0 }, { "桜", "櫻", 0 }, { "恵", "惠", 0 }, { "真", "眞", 0 },
	{ "栄", "榮", 0 }, { "国", "國", 0 }, { "瀬", "瀨", 0 }, { "竜", "龍", 0 }, { "吉", "𠮷", 1 },
};

/* code point of the three-byte character at s */
static unsigned code_at(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
}

static size_t char_len(const char *s)
{
	unsigned char c = (unsigned char)*s;

	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

static void append(char *out, size_t size, const char *s, size_t n)
{
	size_t have = strlen(out);

	if (have + n < size) {
		memcpy(out + have, s, n);
		out[have + n] = '\0';
	}
}

void text_hiragana(char *out, size_t size, const char *s)
{
	*out = '\0';
	for (; *s; s += char_len(s)) {
		unsigned code = code_at(s) - 0x60;
		char c[3] = { (char)(0xe0 | code >> 12), (char)(0x80 | (code >> 6 & 0x3f)),
			(char)(0x80 | (code & 0x3f)) };

		append(out, size, c, 3);
	}
}

void text_halfwidth(char *out, size_t size, const char *s)
{
	*out = '\0';
	for (; *s; s += char_len(s)) {
		const char *half = kana[code_at(s) - 0x30a1].half;

		append(out, size, half, strlen(half));
	}
}

void text_romaji(char *out, size_t size, const char *s)
{
	int doubled = 0;

	*out = '\0';
	for (; *s; s += char_len(s)) {
		unsigned code = code_at(s);
		const char *latin = kana[code - 0x30a1].romaji;
		size_t n = strlen(out);

		if (code == 0x30c3) {
			doubled = 1;
			continue;
		}
		if (code == 0x30e3 || code == 0x30e5 || code == 0x30e7) {      /* ャ ュ ョ: kiya → kya,
			shiya → sha */
			out[n - 1] = '\0';
			if (out[n - 2] == 'j' || (n > 2 && out[n - 2] == 'h' && strchr("sc", out[n - 3])))
				latin++;
		}
		if (doubled)
			append(out, size, latin, 1);
		doubled = 0;
		append(out, size, latin, strlen(latin));
	}
}

void text_fullwidth(char *out, size_t size, const char *s)
{
	*out = '\0';
	for (; *s; s += char_len(s)) {
		if (*s > ' ' && (unsigned char)*s < 0x80) {
			unsigned code = (unsigned)*s + 0xfee0;
			char c[3] = { (char)0xef, (char)(0x80 | (code >> 6 & 0x3f)),
				(char)(0x80 | (code & 0x3f)) };

			append(out, size, c, 3);
		} else {
			append(out, size, s, char_len(s));
		}
	}
}

void text_variant(char *s, size_t size, struct rng *r, int wide)
{
	int n = sizeof variants / sizeof variants[0], at = rng_below(r, n);

	for (int i = 0; i < n; i++, at = (at + 1) % n) {
		char *hit = strstr(s, variants[at].usual), tail[64];
		size_t skip = strlen(variants[at].usual);

		if (!hit || (variants[at].wide && !wide))
			continue;
		snprintf(tail, sizeof tail, "%s", hit + skip);
		*hit = '\0';
		append(s, size, variants[at].variant, strlen(variants[at].variant));
		append(s, size, tail, strlen(tail));
		return;
	}
}

void text_typo(char *s, size_t size, struct rng *r)
{
	size_t n = strlen(s), last = 0;

	if (!n)
		return;
	for (size_t i = 0; i < n; i += char_len(s + i))
		last = i;
	if (last && rng_chance(r, 0.5)) {
		s[last] = '\0';
	} else {
		char copy[8] = "";

		append(copy, sizeof copy, s + last, n - last);
		append(s, size, copy, n - last);
	}
}

void text_swap_digits(char *s, struct rng *r)
{
	size_t n = strlen(s), at;
	char c;

	if (n < 6)
		return;
	at = n - 2 - (size_t)rng_below(r, 3);
	c = s[at];
	s[at] = s[at + 1];
	s[at + 1] = c;
}
