#include <crm/romaji.h>

#include <stdlib.h>
#include <string.h>

#include <crm/fold.h>
#include <crm/kana.h>

/* Hepburn for ァ U+30A1 … ヴ U+30F4; "-" marks the small kana that change the one before */
static const char *const hepburn[] = {
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o",
	"ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
	"sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
	"ta", "da", "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do",
	"na", "ni", "nu", "ne", "no",
	"ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po",
	"ma", "mi", "mu", "me", "mo",
	"ya", "ya", "yu", "yu", "yo", "yo",
	"ra", "ri", "ru", "re", "ro",
	"wa", "wa", "i", "e", "o", "n", "vu",
};

#define SMALL_TSU 0x30C3

static int is_kana(uint32_t c)
{
	return c >= 0x30A1 && c <= 0x30FE && c != 0x30FB;
}

static int is_small_y(uint32_t c)
{
	return c == 0x30E3 || c == 0x30E5 || c == 0x30E7;
}

static int is_small_vowel(uint32_t c)
{
	return c >= 0x30A1 && c <= 0x30A9 && c % 2;
}

/* one kana with the small one behind it; the number of kana read */
static size_t syllable(const uint32_t *s, struct crm_buf *out)
{
	const char *big = hepburn[s[0] - 0x30A1];
	const char *small = is_kana(s[1]) && s[1] <= 0x30F4 ? hepburn[s[1] - 0x30A1] : "";
	size_t n = strlen(big);

	if (is_small_y(s[1]) && n > 1 && big[n - 1] == 'i') {
		crm_buf_add(out, big, n - 1);
		/* sha, cha, ja; kya */
		crm_buf_puts(out, !strcmp(big, "shi") || !strcmp(big, "chi") || !strcmp(big, "ji") ? small + 1 : small);
		return 2;
	}
	if (is_small_vowel(s[1]) && n > 1 && !is_small_vowel(s[0])) {
		crm_buf_add(out, big, n - 1);
		crm_buf_puts(out, small);
		return 2;
	}
	if (is_small_vowel(s[1]) && s[0] == 0x30A6) {
		crm_buf_putc(out, 'w');
		crm_buf_puts(out, small);
		return 2;
	}
	crm_buf_puts(out, big);
	return 1;
}

/* katakana and spaces → Latin: 0, or -1 for another character */
static int from_kana(const struct crm_runes *r, struct crm_buf *out)
{
	for (size_t i = 0; i < r->n;) {
		uint32_t c = r->s[i];
		size_t before = out->n;
		int doubled = 0;

		if (c == ' ' || c == 0x30FB || c == '.' || c == ',' || c == '-') {
			crm_buf_putc(out, ' ');
			i++;
			continue;
		}
		if (!is_kana(c) || (c > 0x30F6 && c != 0x30FC))
			return -1;
		if (c == 0x30FC || (c == SMALL_TSU && !is_kana(r->s[i + 1]))) {
			i++;
			continue;
		}
		if (c == SMALL_TSU && r->s[i + 1] <= 0x30F4 && r->s[i + 1] != SMALL_TSU)
			doubled = (i++, 1);
		c = r->s[i];
		if (c == 0x30F5 || c == 0x30F6)
			i += (crm_buf_puts(out, c == 0x30F5 ? "ka" : "ke"), 1);
		else if (c == SMALL_TSU)
			i++;
		else
			i += syllable(r->s + i, out);
		if (doubled && out->n > before && !strchr("aiueon", out->s[before])) {
			char first = out->s[before] == 'c' ? 't' : out->s[before];

			crm_buf_putc(out, 0);
			memmove(out->s + before + 1, out->s + before, out->n - 1 - before);
			out->s[before] = first;
		}
	}
	return 0;
}

static int from_latin(struct crm_runes *r, struct crm_buf *out)
{
	crm_fold_key(r);
	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = r->s[i];

		if (c == '\'' || c == 0x2019)
			continue;
		if (crm_runes_in(c, ".,- "))
			c = ' ';
		else if (c - 'a' >= 26)
			return -1;
		crm_buf_putc(out, (int)c);
	}
	return 0;
}

/* every `from` becomes `to`, which is never longer by more than one letter */
static void replace(struct crm_buf *w, const char *from, const char *to)
{
	size_t n = strlen(from), m = strlen(to);
	char *at = w->s;

	while ((at = strstr(at, from)) != NULL) {
		size_t i = (size_t)(at - w->s);

		if (m > n)
			crm_buf_putc(w, 0);
		at = w->s + i;
		memmove(at + m, at + n, w->n - i - n - (m > n ? m - n : 0));
		memcpy(at, to, m);
		if (m < n)
			crm_buf_truncate(w, w->n - (n - m));
		at += m;
	}
}

static int is_vowel(char c)
{
	return c && strchr("aiueo", c) != NULL;
}

static void reform(struct crm_buf *w)
{
	static const char *const rules[][2] = {
		{ "sy", "sh" }, { "si", "shi" }, { "ty", "ch" }, { "ti", "chi" }, { "tu", "tsu" },
		{ "zy", "j" }, { "jy", "j" }, { "zi", "ji" }, { "di", "ji" }, { "dzu", "zu" }, { "du", "zu" },
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		replace(w, rules[i][0], rules[i][1]);
	for (size_t i = 0; i + 1 < w->n; i++)
		if (w->s[i] == 'h' && w->s[i + 1] == 'u' && !(i && strchr("sc", w->s[i - 1])))
			w->s[i] = 'f';
	replace(w, "wo", "o");
	replace(w, "cch", "tch");
	for (size_t i = 0; i + 1 < w->n; i++)
		if (w->s[i] == 'm' && strchr("bmp", w->s[i + 1]))
			w->s[i] = 'n';
	for (size_t i = 0; i < w->n; i++)
		if (!(w->s[i] == 'h' && i && w->s[i - 1] == 'o' && !is_vowel(w->s[i + 1])))
			w->s[n++] = w->s[i];
	crm_buf_truncate(w, n);
	replace(w, "ou", "o");
	n = 0;
	for (size_t i = 0; i < w->n; i++)
		if (!(n && is_vowel(w->s[i]) && w->s[n - 1] == w->s[i]))
			w->s[n++] = w->s[i];
	crm_buf_truncate(w, n);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* the words, each reformed, in order */
static void sort_words(const struct crm_buf *text, struct crm_buf *out)
{
	char *words[16];
	size_t n = 0;

	for (const char *p = text->s; *p && n < 16;) {
		struct crm_buf w = CRM_BUF_INIT;
		size_t len = strcspn(p, " ");

		crm_buf_add(&w, p, len);
		p += len + strspn(p + len, " ");
		if (len) {
			reform(&w);
			words[n++] = crm_buf_take(&w);
		}
		crm_buf_release(&w);
	}
	qsort(words, n, sizeof *words, by_bytes);
	for (size_t i = 0; i < n; i++) {
		if (i)
			crm_buf_putc(out, ' ');
		crm_buf_puts(out, words[i]);
		free(words[i]);
	}
}

int crm_romaji_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_buf text = CRM_BUF_INIT;
	struct crm_runes r;
	int kana = 0, rc;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	if (crm_kana_read(&r, in))
		for (size_t i = 0; i < r.n; i++)
			kana |= is_kana(r.s[i]);
	rc = kana ? from_kana(&r, &text) : from_latin(&r, &text);
	crm_runes_release(&r);
	if (rc == 0)
		sort_words(&text, out);
	crm_buf_release(&text);
	return rc ? crm_norm_fail(norm, out, "char") : 0;
}
