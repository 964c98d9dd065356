/* A growable string of bytes, always NUL-terminated once anything was put in.
 * `struct crm_buf b = CRM_BUF_INIT;` … crm_buf_release(&b).  s is owned by the buffer. */
#ifndef CRM_BUF_H
#define CRM_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct crm_buf {
	char *s;       /* never NULL: an empty buffer points at "" */
	size_t n;      /* bytes before the NUL */
	size_t cap;    /* bytes allocated, 0 while s is the shared "" */
};

extern char crm_buf_empty[1];
#define CRM_BUF_INIT { crm_buf_empty, 0, 0 }

void crm_buf_init(struct crm_buf *b);
void crm_buf_release(struct crm_buf *b);               /* back to CRM_BUF_INIT */
void crm_buf_add(struct crm_buf *b, const void *s, size_t n);
void crm_buf_puts(struct crm_buf *b, const char *s);
void crm_buf_grow(struct crm_buf *b, size_t extra);    /* for crm_buf_reserve */
void crm_buf_printf(struct crm_buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void crm_buf_vprintf(struct crm_buf *b, const char *fmt, va_list ap);
char *crm_buf_take(struct crm_buf *b);                 /* caller owns; buffer is empty after */

static inline void crm_buf_reserve(struct crm_buf *b, size_t extra)    /* room for extra bytes + NUL */
{
	if (b->n + extra >= b->cap)
		crm_buf_grow(b, extra);
}

static inline void crm_buf_truncate(struct crm_buf *b, size_t n)       /* n <= b->n */
{
	b->n = n;
	if (b->cap)
		b->s[n] = 0;
}

static inline void crm_buf_reset(struct crm_buf *b)                    /* empty, memory kept */
{
	crm_buf_truncate(b, 0);
}

static inline void crm_buf_putc(struct crm_buf *b, int c)
{
	crm_buf_reserve(b, 1);
	b->s[b->n++] = (char)c;
	b->s[b->n] = 0;
}

#endif
