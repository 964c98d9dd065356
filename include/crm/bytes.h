/* The bytes of an input file or stdin as a window of UTF-8 text.
 *
 * Encoding (crm_bytes_decode): named, or found out (detect.h).  A pipe is read
 * only once: its ASCII beginning passes through, and the first other byte decides together with the
 * next 1 MB; wrong bytes further on are an error, never a guess.
 * Memory: the window, which grows to the longest record asked for. */
#ifndef CRM_BYTES_H
#define CRM_BYTES_H

#include <stddef.h>

#include <crm/charset.h>

struct crm_bytes;

/* name "-" is stdin; NULL: cannot be opened (reported) */
struct crm_bytes *crm_bytes_open(const char *name);
void crm_bytes_close(struct crm_bytes *b);             /* NULL is allowed */

/* the first raw bytes, 64 or more if there are, before decoding: 0 or -1 (reported); n is 0 for an empty input */
int crm_bytes_peek(struct crm_bytes *b, const char **s, size_t *n);
/* decides the encoding (NULL or "auto": see above): 0 or -1 (reported) */
int crm_bytes_decode(struct crm_bytes *b, const char *encoding);
/* a seekable descriptor of the whole raw input instead of the text: the file itself, or stdin spooled to an
 * unlinked temporary file.  Owned by the caller; -1: reported. */
int crm_bytes_spool(struct crm_bytes *b);

/* The text not yet taken, writable, at a place that crm_bytes_more may change. */
char *crm_bytes_text(struct crm_bytes *b, size_t *n);
void crm_bytes_take(struct crm_bytes *b, size_t n);    /* n <= what crm_bytes_text gave */
/* 1: there is more text behind; 0: no more (the window then has room for a NUL behind its end);
 * -1: broken, with the reason in crm_bytes_error(), not reported, because only the caller knows the line */
int crm_bytes_more(struct crm_bytes *b);
const char *crm_bytes_error(const struct crm_bytes *b);
long crm_bytes_error_line(const struct crm_bytes *b);  /* its line, the first one of the window being 1 */

const char *crm_bytes_encoding(const struct crm_bytes *b);
/* SHA-256 of the raw bytes: of a pipe those read so far, of a file all of them (it is read once more) */
int crm_bytes_is_file(const struct crm_bytes *b);
void crm_bytes_digest(struct crm_bytes *b, unsigned char out[32]);

#endif
