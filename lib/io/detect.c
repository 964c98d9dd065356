#include <crm/detect.h>

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 256 << 10 };

struct trial {
	enum crm_charset charset;
	long long offset;      /* of the first wrong bytes */
	long line;
	double halfwidth;
	int valid, ascii, escapes;
};

int crm_detect_ascii(const char *s, size_t n)
{
	uint64_t word, high = 0;
	size_t i = 0;

	for (; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		high |= word;
	}
	for (; i < n; i++)
		high |= (uint64_t)(unsigned char)s[i];
	return !(high & 0x8080808080808080u);
}

static void look_at(struct trial *t, const char *s, size_t n)
{
	const char *p = s, *end = s + n;

	t->ascii = t->ascii && crm_detect_ascii(s, n);
	while (t->ascii && !t->escapes && p < end && (p = memchr(p, 0x1B, (size_t)(end - p)))) {
		p++;
		t->escapes = p < end && (*p == '(' || *p == '$');
	}
}

static long count_lines(const char *s, size_t n)
{
	long lines = 0;

	for (const char *end = s + n; s < end && (s = memchr(s, '\n', (size_t)(end - s))); s++)
		lines++;
	return lines;
}

/* one block of a trial: 0 go on, -1 wrong bytes */
static int try_block(struct trial *t, struct crm_decoder *d, const char *s, size_t n, int last,
		     struct crm_buf *out)
{
	if (t->charset == CRM_UTF8)
		look_at(t, s, n);
	crm_buf_reset(out);
	t->valid = crm_decoder_feed(d, s, n, last, out) == 0;
	t->line += count_lines(out->s, out->n);
	t->offset = crm_decoder_offset(d);
	return t->valid ? 0 : -1;
}

/* the whole file, or for a pipe what came of it: t is filled in; -1: cannot be read */
static int try_charset(struct crm_detect *d, struct trial *t)
{
	struct crm_decoder *decoder = crm_decoder_new(t->charset);
	struct crm_buf out = CRM_BUF_INIT, block = CRM_BUF_INIT;
	off_t at = d->start;
	ssize_t got = 0;

	t->ascii = t->line = 1;
	if (decoder && d->start < 0) {
		try_block(t, decoder, d->s, d->n, d->is_all, &out);
	} else if (decoder) {
		crm_buf_reserve(&block, BLOCK);
		do {
			got = pread(d->fd, block.s, BLOCK, at);
			at += got > 0 ? got : 0;
		} while (got >= 0 && try_block(t, decoder, block.s, (size_t)got, got == 0, &out) == 0 && got > 0);
	}
	if (got < 0)
		snprintf(d->error, sizeof d->error, "%s", strerror(errno));
	if (decoder)
		t->halfwidth = crm_decoder_halfwidth(decoder);
	crm_decoder_free(decoder);
	crm_buf_release(&out);
	crm_buf_release(&block);
	return decoder && got >= 0 ? 0 : -1;
}

static void none_fits(struct crm_detect *d, const struct trial *utf8, const struct trial *cp932, const struct trial *euc)
{
	const struct trial *best = utf8;

	if (cp932->offset > best->offset)
		best = cp932;
	if (euc->offset > best->offset)
		best = euc;
	d->line = best->line;
	snprintf(d->error, sizeof d->error,
		 "byte %lld: neither UTF-8 nor CP932 nor EUC-JP (%s up to here): mend it or name it with --encoding",
		 d->before + best->offset, crm_charset_name(best->charset));
}

enum crm_charset crm_detect_valid(struct crm_detect *d)
{
	struct trial utf8 = { .charset = CRM_UTF8 };
	struct trial cp932 = { .charset = CRM_CP932 };
	struct trial euc = { .charset = CRM_EUCJP };

	if (try_charset(d, &utf8) != 0)
		return CRM_CHARSET_UNKNOWN;
	if (utf8.valid)
		return utf8.ascii && utf8.escapes ? CRM_ISO2022JP : CRM_UTF8;
	if (try_charset(d, &cp932) != 0 || try_charset(d, &euc) != 0)
		return CRM_CHARSET_UNKNOWN;
	if (cp932.valid || euc.valid)
		return cp932.valid && (!euc.valid || cp932.halfwidth <= euc.halfwidth) ? CRM_CP932 : CRM_EUCJP;
	none_fits(d, &utf8, &cp932, &euc);
	return CRM_CHARSET_UNKNOWN;
}

enum crm_charset crm_detect_bom(const struct crm_detect *d)
{
	if (d->n >= 3 && !memcmp(d->s, "\xEF\xBB\xBF", 3))
		return CRM_UTF8;
	if (d->n >= 2 && !memcmp(d->s, "\xFF\xFE", 2))
		return CRM_UTF16LE;
	return d->n >= 2 && !memcmp(d->s, "\xFE\xFF", 2) ? CRM_UTF16BE : CRM_CHARSET_UNKNOWN;
}

/* In no other encoding does text hold NULs, and here one stands beside each ASCII character.  One unit in sixteen
 * is enough: of the header's commas and line end alone there are more. */
enum crm_charset crm_detect_utf16(struct crm_detect *d)
{
	size_t little = 0, big = 0;
	struct trial t = { .ascii = 0 };

	for (size_t i = 0; i + 1 < d->n; i += 2) {
		little += d->s[i] > 0 && !d->s[i + 1];
		big += !d->s[i] && d->s[i + 1] > 0;
	}
	/* U+3000, the space of Japanese, looks like the other order */
	if ((little < 2 * big && big < 2 * little) || little + big < 2)
		return CRM_CHARSET_UNKNOWN;
	if (16 * (little > big ? little : big) < d->n / 2)
		return CRM_CHARSET_UNKNOWN;
	t.charset = little > big ? CRM_UTF16LE : CRM_UTF16BE;
	return try_charset(d, &t) == 0 && t.valid ? t.charset : CRM_CHARSET_UNKNOWN;
}
