#include <crm/charset.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include "cp932.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

enum { PIVOT = 4096 };

struct crm_decoder {
	enum crm_charset charset;
	uint16_t *cp932;       /* CRM_CP932 */
	UConverter *icu;       /* EUC-JP, ISO-2022-JP, UTF-16 */
	unsigned lead;         /* first byte of a pair cut by the end of a block, else 0 */
	UChar surrogate;       /* first half of a pair cut by the end of the pivot, else 0 */
	int started;           /* a BOM may only come first */
	long long offset;
	long long chars, halfwidth;
	char utf8[4];          /* CRM_UTF8: a character cut by the end of a block */
	size_t utf8_n;
};

static const struct {
	const char *name;
	enum crm_charset charset;
} names[] = {
	{ "utf-8", CRM_UTF8 }, { "utf-16le", CRM_UTF16LE }, { "utf-16be", CRM_UTF16BE }, { "cp932", CRM_CP932 },
	{ "euc-jp", CRM_EUCJP }, { "iso-2022-jp", CRM_ISO2022JP }, { "utf8", CRM_UTF8 },
	{ "utf-16", CRM_UTF16LE }, { "shift-jis", CRM_CP932 }, { "shiftjis", CRM_CP932 }, { "sjis", CRM_CP932 },
	{ "windows-31j", CRM_CP932 }, { "ms932", CRM_CP932 }, { "eucjp", CRM_EUCJP }, { "jis", CRM_ISO2022JP }, { "utf16", CRM_UTF16LE },
};

static int same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char c = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a == '_' ? '-' : *a;

		if (c != *b)
			return 0;
	}
	return *a == *b;
}

enum crm_charset crm_charset_named(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (same_name(name, names[i].name))
			return names[i].charset;
	return CRM_CHARSET_UNKNOWN;
}

const char *crm_charset_name(enum crm_charset c)
{
	static const char *const shown[] = { "UTF-8", "UTF-16LE", "UTF-16BE", "CP932", "EUC-JP", "ISO-2022-JP" };

	return c < CRM_CHARSET_UNKNOWN ? shown[c] : "unknown";
}

static UConverter *icu_open(const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *icu = ucnv_open(name, &status);

	if (U_SUCCESS(status))
		ucnv_setToUCallBack(icu, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	if (U_SUCCESS(status))
		return icu;
	crm_error("ICU has no converter %s: %s", name, u_errorName(status));
	ucnv_close(icu);
	return NULL;
}

/* Every pair, each on a line of its own, through ICU at once: a line of one unit is a character.
 * Single bytes are by the standard itself: of the converter's the three controls that IBM rotates are wrong. */
static void fill_pairs(uint16_t *table, UConverter *icu)
{
	enum { PAIRS = 128 * 192 };
	UErrorCode status = U_ZERO_ERROR;
	char *lines = crm_calloc(PAIRS, 3), *to = lines;
	UChar *units = crm_calloc(3 * PAIRS, sizeof *units), *u = units;

	for (unsigned pair = 0x8140; pair <= 0xFCFC; pair++)
		if ((pair & 0xFF) >= 0x40 && (pair & 0xFF) != 0x7F && (pair >> 8 < 0xA0 || pair >> 8 > 0xDF)) {
			*to++ = (char)(pair >> 8);
			*to++ = (char)pair;
			*to++ = '\n';
		}
	ucnv_setToUCallBack(icu, UCNV_TO_U_CALLBACK_SUBSTITUTE, NULL, NULL, NULL, &status);
	ucnv_toUChars(icu, units, 3 * PAIRS, lines, (int32_t)(to - lines), &status);
	for (const char *line = lines; U_SUCCESS(status) && line < to; line += 3) {
		if (u[0] != 0xFFFD && u[1] == '\n')
			table[(unsigned char)line[0] << 8 | (unsigned char)line[1]] = u[0];
		while (*u++ != '\n')
			;
	}
	free(lines);
	free(units);
}

uint16_t *crm_cp932_table(void)
{
	UConverter *icu = icu_open("ibm-943_P15A-2003");
	uint16_t *table;

	if (!icu)
		return NULL;
	table = crm_calloc(65536, sizeof *table);
	memset(table, 0xFF, 65536 * sizeof *table);
	for (unsigned b = 0; b < 0x80; b++)
		table[b] = (uint16_t)b;
	for (unsigned b = 0xA1; b <= 0xDF; b++)
		table[b] = (uint16_t)(0xFF61 + b - 0xA1);
	fill_pairs(table, icu);
	ucnv_close(icu);
	return table;
}

struct crm_decoder *crm_decoder_new(enum crm_charset c)
{
	/* version=3 is JIS7: ISO-2022-JP with half-width katakana, as mail programs write it */
	static const char *const icu_name[] = {
		NULL, "UTF-16LE", "UTF-16BE", NULL, "EUC-JP", "ISO_2022,locale=ja,version=3"
	};
	struct crm_decoder *d = crm_alloc(sizeof *d);

	d->charset = c;
	if (c == CRM_CP932)
		d->cp932 = crm_cp932_table();
	else if (icu_name[c])
		d->icu = icu_open(icu_name[c]);
	if (c == CRM_UTF8 || d->cp932 || d->icu)
		return d;
	crm_decoder_free(d);
	return NULL;
}

void crm_decoder_free(struct crm_decoder *d)
{
	if (!d)
		return;
	free(d->cp932);
	if (d->icu)
		ucnv_close(d->icu);
	free(d);
}

long long crm_decoder_offset(const struct crm_decoder *d)
{
	return d->offset;
}

double crm_decoder_halfwidth(const struct crm_decoder *d)
{
	return d->chars ? (double)d->halfwidth / (double)d->chars : 0;
}

static char *put_char(struct crm_decoder *d, char *to, unsigned long c)
{
	d->chars++;
	d->halfwidth += c >= 0xFF61 && c <= 0xFF9F;
	return to + crm_utf8_put(c, to);
}

/* locals only: a store through `to` would make the compiler load every field of d again */
static int feed_cp932(struct crm_decoder *d, const unsigned char *s, size_t n, int last, struct crm_buf *out)
{
	const unsigned char *end = s + n;
	const uint16_t *table = d->cp932;
	unsigned lead = d->lead;
	long long chars = 0, halfwidth = 0, bytes = 0;
	int bad = 0;
	char *to;

	crm_buf_reserve(out, 3 * (n + 1));
	to = out->s + out->n;
	for (; s < end; s++) {
		unsigned code;

		if (!lead && *s > 0x80 && (*s < 0xA0 || *s > 0xDF)) {
			lead = *s;
			continue;
		}
		code = table[lead << 8 | *s];
		if (code == CRM_CP932_NONE) {
			bad = -1;
			break;
		}
		chars++;
		halfwidth += code >= 0xFF61 && code <= 0xFF9F;
		bytes += lead ? 2 : 1;
		lead = 0;
		if (code < 0x80)
			*to++ = (char)code;
		else
			to += crm_utf8_put(code, to);
	}
	d->lead = lead;
	d->chars += chars;
	d->halfwidth += halfwidth;
	d->offset += bytes;
	out->n = (size_t)(to - out->s);
	*to = 0;
	return bad || (last && lead) ? -1 : 0;
}

static void put_units(struct crm_decoder *d, const UChar *u, size_t n, struct crm_buf *out)
{
	char *to;

	crm_buf_reserve(out, 3 * n + 4);
	to = out->s + out->n;
	for (size_t i = 0; i < n; i++) {
		unsigned long c = u[i];

		if (c == 0xFEFF && !d->started) {
			d->started = 1;
			continue;
		}
		d->started = 1;
		if (U16_IS_LEAD(c)) {
			d->surrogate = u[i];
			continue;
		}
		if (d->surrogate)
			c = U16_GET_SUPPLEMENTARY(d->surrogate, c);
		d->surrogate = 0;
		to = put_char(d, to, c);
	}
	out->n = (size_t)(to - out->s);
	*to = 0;
}

/* The IBM extensions of eucJP-ms (JIS X 0212 plane, F3F3-F3FE and F4A1-F4FE) that ICU does not know: what CP932
 * has beyond JIS X 0208 and 0212. */
static const uint16_t ibm_extensions[] = {
	0x2170, 0x2171, 0x2172, 0x2173, 0x2174, 0x2175, 0x2176, 0x2177, 0x2178, 0x2179, 0x2160, 0x2161, 0x2162,
	0x2163, 0x2164, 0x2165, 0x2166, 0x2167, 0x2168, 0x2169, 0xFF07, 0xFF02, 0x3231, 0x2116, 0x2121, 0x70BB,
	0x4EFC, 0x50F4, 0x51EC, 0x5307, 0x5324, 0xFA0E, 0x548A, 0x5759, 0xFA0F, 0xFA10, 0x589E, 0x5BEC, 0x5CF5,
	0x5D53, 0xFA11, 0x5FB7, 0x6085, 0x6120, 0x654E, 0x663B, 0x6665, 0xFA12, 0xF929, 0x6801, 0xFA13, 0xFA14,
	0x6A6B, 0x6AE2, 0x6DF8, 0x6DF2, 0x7028, 0xFA15, 0xFA16, 0x7501, 0x7682, 0x769E, 0xFA17, 0x7930, 0xFA18,
	0xFA19, 0xFA1A, 0xFA1B, 0x7AE7, 0xFA1C, 0xFA1D, 0x7DA0, 0x7DD6, 0xFA1E, 0x8362, 0xFA1F, 0x85B0, 0xFA20,
	0xFA21, 0x8807, 0xFA22, 0x8B7F, 0x8CF4, 0x8D76, 0xFA23, 0xFA24, 0xFA25, 0x90DE, 0xFA26, 0x9115, 0xFA27,
	0xFA28, 0x9592, 0xF9DC, 0xFA29, 0x973B, 0x974D, 0x9751, 0xFA2A, 0xFA2B, 0xFA2C, 0x999E, 0x9AD9, 0x9B72,
	0xFA2D, 0x9ED1,
};

/* 1: the bytes that ICU refuses are one of them, appended */
static int put_ibm_extension(struct crm_decoder *d, const unsigned char *s, int n, struct crm_buf *out)
{
	char text[4];
	size_t at;

	if (d->charset != CRM_EUCJP || n != 3 || s[0] != 0x8F)
		return 0;
	if (s[1] == 0xF3 && s[2] >= 0xF3 && s[2] <= 0xFE)
		at = s[2] - 0xF3u;
	else if (s[1] == 0xF4 && s[2] >= 0xA1 && s[2] <= 0xFE)
		at = s[2] - 0xA1u + 12;
	else
		return 0;
	crm_buf_add(out, text, (size_t)(put_char(d, text, ibm_extensions[at]) - text));
	return 1;
}

static int feed_icu(struct crm_decoder *d, const char *s, size_t n, int last, struct crm_buf *out)
{
	const char *at = s;
	UErrorCode status;

	do {
		UChar pivot[PIVOT], *to = pivot;
		char wrong[16];
		int8_t length = sizeof wrong;
		UErrorCode ignored = U_ZERO_ERROR;
		const char *from = at;

		status = U_ZERO_ERROR;
		ucnv_toUnicode(d->icu, &to, pivot + PIVOT, &at, s + n, NULL, (UBool)last, &status);
		put_units(d, pivot, (size_t)(to - pivot), out);
		d->offset += at - from;
		if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) {
			ucnv_getInvalidChars(d->icu, wrong, &length, &ignored);
			if (!put_ibm_extension(d, (unsigned char *)wrong, length, out)) {
				d->offset -= length;
				return -1;
			}
		}
	} while (U_FAILURE(status));
	return 0;
}

/* no character of EUC-JP has one of the bytes 80-8D and 90-A0 in it; ICU lets them pass as control characters */
static int feed_euc(struct crm_decoder *d, const char *s, size_t n, int last, struct crm_buf *out)
{
	size_t good = 0;

	while (good < n && ((unsigned char)(s[good] - 0x80) > 0x20 || s[good] == '\x8E' || s[good] == '\x8F'))
		good++;
	return feed_icu(d, s, good, last && good == n, out) || good < n ? -1 : 0;
}

static int feed_utf8(struct crm_decoder *d, const char *s, size_t n, int last, struct crm_buf *out)
{
	size_t good;

	while (d->utf8_n && n) {
		d->utf8[d->utf8_n++] = *s++;
		n--;
		if (crm_utf8_span(d->utf8, d->utf8_n) == d->utf8_n) {
			crm_buf_add(out, d->utf8, d->utf8_n);
			d->offset += (long long)d->utf8_n;
			d->utf8_n = 0;
		} else if (!crm_utf8_cut(d->utf8, d->utf8_n)) {
			return -1;
		}
	}
	good = crm_utf8_span(s, n);
	crm_buf_add(out, s, good);
	d->offset += (long long)good;
	if (good < n && (last || !crm_utf8_cut(s + good, n - good)))
		return -1;
	if (good < n) {
		memcpy(d->utf8, s + good, n - good);
		d->utf8_n = n - good;
	}
	return last && d->utf8_n ? -1 : 0;
}

int crm_decoder_feed(struct crm_decoder *d, const char *s, size_t n, int last, struct crm_buf *out)
{
	if (d->charset == CRM_UTF8)
		return feed_utf8(d, s, n, last, out);
	if (d->charset == CRM_CP932)
		return feed_cp932(d, (const unsigned char *)s, n, last, out);
	if (d->charset == CRM_EUCJP)
		return feed_euc(d, s, n, last, out);
	return feed_icu(d, s, n, last, out);
}
