#include <crm/bytes.h>
#include <crm/detect.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEEK = 64, BLOCK = 256 << 10, LOOKAHEAD = 1 << 20 };

struct crm_bytes {
	char *name;
	int fd;
	off_t start;                   /* where a file was when it was given to us; -1: not a file */
	crypto_hash_sha256_state sha;  /* pipes only */
	struct crm_buf ahead;          /* raw bytes read before their encoding was known */
	size_t ahead_at;
	struct crm_buf raw;            /* a block on its way to the decoder */
	struct crm_buf text;           /* the window: [begin, end) decoded, [end, n) a cut UTF-8 character */
	size_t begin, end;
	enum crm_charset charset;      /* CRM_CHARSET_UNKNOWN while a pipe is ASCII */
	struct crm_decoder *decoder;   /* not for UTF-8 */
	long long offset;              /* raw bytes that became text */
	long bad_line;                 /* of the first byte that no encoding explains */
	int eof, broken, finished;     /* finished: all that there is lies in the window */
	char error[160];
};

struct crm_bytes *crm_bytes_open(const char *name)
{
	struct crm_bytes *b = crm_alloc(sizeof *b);
	struct stat st;
	int stdin_given = !strcmp(name, "-");

	b->name = crm_strdup(name);
	b->charset = CRM_CHARSET_UNKNOWN;
	b->start = -1;
	crm_buf_init(&b->ahead);
	crm_buf_init(&b->raw);
	crm_buf_init(&b->text);
	crypto_hash_sha256_init(&b->sha);
	b->fd = stdin_given ? dup(STDIN_FILENO) : open(name, O_RDONLY | O_CLOEXEC);
	if (b->fd < 0 || fstat(b->fd, &st) != 0) {
		crm_error("%s: %s", name, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		crm_error("%s: %s", name, strerror(EISDIR));
	} else {
		if (S_ISREG(st.st_mode))
			b->start = lseek(b->fd, 0, SEEK_CUR);
		return b;
	}
	crm_bytes_close(b);
	return NULL;
}

void crm_bytes_close(struct crm_bytes *b)
{
	if (!b)
		return;
	if (b->fd >= 0)
		close(b->fd);
	crm_decoder_free(b->decoder);
	crm_buf_release(&b->ahead);
	crm_buf_release(&b->raw);
	crm_buf_release(&b->text);
	free(b->name);
	free(b);
}

/* one read from the descriptor: bytes, 0 at the end, -1 with the reason kept */
static ssize_t read_raw(struct crm_bytes *b, char *to, size_t size)
{
	ssize_t got;

	do
		got = read(b->fd, to, size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		snprintf(b->error, sizeof b->error, "%s", strerror(errno));
	else if (got > 0 && b->start < 0)
		crypto_hash_sha256_update(&b->sha, (unsigned char *)to, (unsigned long long)got);
	return got;
}

/* more raw bytes into b->ahead until it holds `want` from ahead_at: 0 or -1; sets eof */
static int look_ahead(struct crm_bytes *b, size_t want)
{
	while (!b->eof && b->ahead.n - b->ahead_at < want) {
		ssize_t got;

		crm_buf_reserve(&b->ahead, BLOCK);
		got = read_raw(b, b->ahead.s + b->ahead.n, BLOCK);
		if (got < 0)
			return -1;
		b->eof = got == 0;
		b->ahead.n += (size_t)got;
		b->ahead.s[b->ahead.n] = 0;
	}
	return 0;
}

int crm_bytes_peek(struct crm_bytes *b, const char **s, size_t *n)
{
	if (look_ahead(b, PEEK) != 0) {
		crm_error("%s: %s", b->name, b->error);
		return -1;
	}
	*s = b->ahead.s + b->ahead_at;
	*n = b->ahead.n - b->ahead_at;
	return 0;
}

/* raw bytes in order: those looked at before, then new ones */
static ssize_t next_raw(struct crm_bytes *b, char *to, size_t size)
{
	size_t n = b->ahead.n - b->ahead_at;

	if (n) {
		if (n > size)
			n = size;
		memcpy(to, b->ahead.s + b->ahead_at, n);
		b->ahead_at += n;
		return (ssize_t)n;
	}
	crm_buf_reset(&b->ahead);
	b->ahead_at = 0;
	return b->eof ? 0 : read_raw(b, to, size);
}

/* --- which encoding --- */

static struct crm_detect what_there_is(const struct crm_bytes *b)
{
	return (struct crm_detect){ .fd = b->fd, .start = b->start, .s = b->ahead.s + b->ahead_at,
				    .n = b->ahead.n - b->ahead_at, .is_all = b->eof, .before = b->offset };
}

static int by_validity(struct crm_bytes *b, struct crm_detect *d)
{
	b->charset = crm_detect_valid(d);
	if (b->charset != CRM_CHARSET_UNKNOWN)
		return 0;
	b->bad_line = d->line;
	snprintf(b->error, sizeof b->error, "%s", d->error);
	return -1;
}

static int start_decoder(struct crm_bytes *b)
{
	const char *s = b->ahead.s + b->ahead_at;

	if (b->charset == CRM_UTF8 && b->ahead.n - b->ahead_at >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) {
		b->ahead_at += 3;
		b->offset += 3;
	}
	if (b->charset == CRM_UTF8 || b->charset == CRM_CHARSET_UNKNOWN)
		return 0;
	return (b->decoder = crm_decoder_new(b->charset)) ? 0 : -1;
}

int crm_bytes_decode(struct crm_bytes *b, const char *encoding)
{
	struct crm_detect d;
	const char *s;
	size_t n;
	int named = encoding && strcmp(encoding, "auto");

	if (crm_bytes_peek(b, &s, &n) != 0)
		return -1;
	if (named && (b->charset = crm_charset_named(encoding)) == CRM_CHARSET_UNKNOWN) {
		crm_error("--encoding: no encoding '%s'; utf-8, utf-16, cp932, euc-jp, iso-2022-jp or auto",
			  crm_quoted(encoding));
		return -1;
	}
	if (named && b->charset == CRM_UTF16LE && n >= 2 && !memcmp(s, "\xFE\xFF", 2))
		b->charset = CRM_UTF16BE;
	d = what_there_is(b);
	if (!named && (b->charset = crm_detect_bom(&d)) == CRM_CHARSET_UNKNOWN)
		b->charset = crm_detect_utf16(&d);
	if (b->charset == CRM_CHARSET_UNKNOWN && b->start >= 0 && by_validity(b, &d) != 0) {
		crm_error("%s:%ld: %s", b->name, b->bad_line, b->error);
		return -1;
	}
	return start_decoder(b);
}

/* --- the window --- */

/* a pipe that was ASCII so far: 0 (perhaps decided now) or -1 */
static int decide_pipe(struct crm_bytes *b)
{
	struct crm_detect d;

	if (look_ahead(b, 1) != 0)
		return -1;
	if (crm_detect_ascii(b->ahead.s + b->ahead_at, b->ahead.n - b->ahead_at)
	    && !memchr(b->ahead.s + b->ahead_at, 0x1B, b->ahead.n - b->ahead_at))
		return 0;
	if (look_ahead(b, LOOKAHEAD) != 0)
		return -1;
	d = what_there_is(b);
	return by_validity(b, &d) != 0 || start_decoder(b) != 0 ? -1 : 0;
}

static int wrong(struct crm_bytes *b, const char *s, size_t n, long long offset)
{
	char hex[16] = "";

	for (size_t i = 0; i < n && i < 4; i++)
		snprintf(hex + 3 * i, 4, "%02X%s", (unsigned char)s[i], i + 1 < n && i < 3 ? " " : "");
	snprintf(b->error, sizeof b->error, "byte %lld%s%s: not %s", offset, n ? ": " : "", hex,
		 crm_charset_name(b->charset));
	b->broken = 1;
	return -1;
}

/* new raw UTF-8 lies in [end, n): what is valid joins the window */
static int join_utf8(struct crm_bytes *b, int last)
{
	char *from = b->text.s + b->end;
	size_t n = b->text.n - b->end, good = crm_utf8_span(from, n);

	b->end += good;
	b->offset += (long long)good;
	if (good < n && (last || !crm_utf8_cut(from + good, n - good)))
		return wrong(b, from + good, n - good, b->offset);
	return 0;
}

static int join_decoded(struct crm_bytes *b, const char *raw, size_t n)
{
	int bad = crm_decoder_feed(b->decoder, raw, n, n == 0, &b->text);

	b->end = b->text.n;
	return bad ? wrong(b, NULL, 0, b->offset + crm_decoder_offset(b->decoder)) : 0;
}

/* The DOS end of file (0x1A) is no text when it is the last byte: until that is known it stays behind the
 * window, so that nobody has seen it. */
static void hold_dos_end(struct crm_bytes *b, int last)
{
	if (b->end == b->begin || b->text.s[b->end - 1] != 0x1A)
		return;
	b->end--;
	if (last)
		b->text.n = b->end;
	else if (!b->decoder)
		b->offset--;           /* it will be looked at again */
}

static int fill(struct crm_bytes *b)
{
	ssize_t got;
	int bad;

	if (b->charset == CRM_CHARSET_UNKNOWN && decide_pipe(b) != 0)
		return -1;
	if (!b->decoder) {
		crm_buf_reserve(&b->text, BLOCK);
		if ((got = next_raw(b, b->text.s + b->text.n, BLOCK)) < 0)
			return -1;
		b->text.n += (size_t)got;
		b->text.s[b->text.n] = 0;
		bad = join_utf8(b, got == 0);
	} else {
		crm_buf_reserve(&b->raw, BLOCK);
		if ((got = next_raw(b, b->raw.s, BLOCK)) < 0)
			return -1;
		bad = join_decoded(b, b->raw.s, (size_t)got);
	}
	if (!bad)
		hold_dos_end(b, got == 0);
	return bad ? -1 : got > 0;
}

int crm_bytes_more(struct crm_bytes *b)
{
	size_t had = b->end - b->begin, from;
	char *nul;
	int got;

	if (b->broken || b->finished)
		return b->broken ? -1 : 0;
	if (b->begin) {
		memmove(b->text.s, b->text.s + b->begin, b->text.n - b->begin);
		b->text.n -= b->begin;
		b->end -= b->begin;
		b->begin = 0;
	}
	do {
		from = b->end;
		got = fill(b);
		if (b->end > from && (nul = memchr(b->text.s + from, 0, b->end - from))) {
			snprintf(b->error, sizeof b->error,
				 "a NUL byte: not text, or UTF-16 without BOM (--encoding utf-16)");
			b->end = (size_t)(nul - b->text.s);
			got = -1;
		}
	} while (got == 1 && b->end == had);
	b->broken = got < 0;
	b->finished = got == 0;
	/* what was good before the wrong bytes is given first */
	return b->end > had ? 1 : got;
}

char *crm_bytes_text(struct crm_bytes *b, size_t *n)
{
	*n = b->end - b->begin;
	return b->text.s + b->begin;
}

void crm_bytes_take(struct crm_bytes *b, size_t n)
{
	b->begin += n;
}

const char *crm_bytes_error(const struct crm_bytes *b)
{
	return b->error;
}

static long count_lines(const char *s, size_t n)
{
	long lines = 0;

	for (const char *end = s + n; s < end && (s = memchr(s, '\n', (size_t)(end - s))); s++)
		lines++;
	return lines;
}

long crm_bytes_error_line(const struct crm_bytes *b)
{
	return count_lines(b->text.s + b->begin, b->end - b->begin) + (b->bad_line ? b->bad_line : 1);
}

const char *crm_bytes_encoding(const struct crm_bytes *b)
{
	return b->charset == CRM_CHARSET_UNKNOWN ? "ASCII" : crm_charset_name(b->charset);
}

/* --- the raw file --- */

int crm_bytes_spool(struct crm_bytes *b)
{
	char block[16384];
	ssize_t got;
	int fd;

	if (b->start >= 0)
		return lseek(b->fd, b->start, SEEK_SET) < 0 ? -1 : dup(b->fd);
	if ((fd = crm_spool_file()) < 0)
		return -1;
	while ((got = next_raw(b, block, sizeof block)) > 0)
		if (crm_spool_write(fd, block, (size_t)got) != 0)
			break;
	if (got == 0 && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	crm_error("%s: %s", b->name, got < 0 ? b->error : strerror(errno));
	close(fd);
	return -1;
}

int crm_bytes_is_file(const struct crm_bytes *b)
{
	return b->start >= 0;
}

void crm_bytes_digest(struct crm_bytes *b, unsigned char out[32])
{
	crypto_hash_sha256_state sha = b->sha;
	unsigned char block[16384];
	off_t at = b->start;
	ssize_t got;

	while (b->start >= 0 && (got = pread(b->fd, block, sizeof block, at)) > 0) {
		crypto_hash_sha256_update(&sha, block, (unsigned long long)got);
		at += got;
	}
	crypto_hash_sha256_final(&sha, out);
}
