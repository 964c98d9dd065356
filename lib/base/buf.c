#include <crm/buf.h>
#include <crm/mem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char crm_buf_empty[1] = "";

void crm_buf_init(struct crm_buf *b)
{
	*b = (struct crm_buf)CRM_BUF_INIT;
}

void crm_buf_release(struct crm_buf *b)
{
	if (b->cap)
		free(b->s);
	crm_buf_init(b);
}

void crm_buf_grow(struct crm_buf *b, size_t extra)
{
	size_t need = b->n + extra + 1, cap = b->cap ? b->cap : 32;

	while (cap < need)
		cap += cap / 2;
	b->s = crm_realloc(b->cap ? b->s : NULL, cap);
	b->s[b->n] = 0;
	b->cap = cap;
}

void crm_buf_add(struct crm_buf *b, const void *s, size_t n)
{
	crm_buf_reserve(b, n);
	memcpy(b->s + b->n, s, n);
	b->n += n;
	b->s[b->n] = 0;
}

void crm_buf_puts(struct crm_buf *b, const char *s)
{
	crm_buf_add(b, s, strlen(s));
}

void crm_buf_vprintf(struct crm_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	crm_buf_reserve(b, 80);        /* enough for most: printed once */
	n = vsnprintf(b->s + b->n, b->cap - b->n, fmt, ap);
	if (n > 0 && (size_t)n >= b->cap - b->n) {
		crm_buf_reserve(b, (size_t)n);
		vsnprintf(b->s + b->n, (size_t)n + 1, fmt, again);
	}
	b->n += n > 0 ? (size_t)n : 0;
	b->s[b->n] = 0;
	va_end(again);
}

void crm_buf_printf(struct crm_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	crm_buf_vprintf(b, fmt, ap);
	va_end(ap);
}

char *crm_buf_take(struct crm_buf *b)
{
	char *s;

	crm_buf_reserve(b, 0);
	s = b->s;
	crm_buf_init(b);
	return s;
}
