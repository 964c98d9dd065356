#include "xlsx_book.h"
#include <crm/array.h>
#include <crm/charset.h>
#include <crm/diag.h>

#include <stdlib.h>
#include <string.h>

/* different strings shrink to a fifth or so: tighter than for the other parts, for they stay in memory */
enum { STRING_MAX = 1 << 20, BOMB_RATIO = 50 };

struct strings {
	struct xlsx_book *b;
	struct xlsx_xml *xml;
	size_t begun;          /* where the current string begins */
	struct xlsx_phonetic phonetic;
	int in_t;
};

static int hex(const char *s)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = s[i];

		if (c >= '0' && c <= '9')
			v = v * 16 + c - '0';
		else if ((c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'))
			v = v * 16 + (c | 0x20) - 'a' + 10;
		else
			return -1;
	}
	return v;
}

void crm_xlsx_unescape(struct crm_buf *b, size_t from)
{
	size_t to = from, n = b->n;

	if (n - from < 7 || !memchr(b->s + from, '_', n - from))
		return;
	for (size_t i = from; i < n; ) {
		int c = n - i >= 7 && b->s[i] == '_' && b->s[i + 1] == 'x' && b->s[i + 6] == '_' ? hex(b->s + i + 2) : -1;

		if (c < 0 || (c >= 0xD800 && c <= 0xDFFF)) {
			b->s[to++] = b->s[i++];
			continue;
		}
		if (c)                         /* a cell holds no NUL */
			to += crm_utf8_put((unsigned long)c, b->s + to);
		i += 7;
	}
	crm_buf_truncate(b, to);
}

void crm_xlsx_text_end(struct crm_buf *b, size_t from, const struct xlsx_phonetic *p)
{
	size_t n = b->n - from;

	crm_buf_putc(b, 0);
	crm_xlsx_phonetic_put(p, from, n, b);
	crm_buf_putc(b, 0);
}

static void on_start(void *data, const char *name, const char **attributes)
{
	struct strings *x = data;
	size_t prefix;

	name = crm_xlsx_local(name, &prefix);
	if (!strcmp(name, "t")) {
		x->in_t = 1;
	} else if (!strcmp(name, "si")) {
		x->begun = x->b->text.n;
		crm_xlsx_phonetic_reset(&x->phonetic);
	} else if (!strcmp(name, "rPh")) {
		crm_xlsx_phonetic_start(&x->phonetic, attributes);
	}
}

static void on_end(void *data, const char *name)
{
	struct strings *x = data;
	struct xlsx_book *b = x->b;
	size_t prefix;

	name = crm_xlsx_local(name, &prefix);
	if (!strcmp(name, "t")) {
		x->in_t = 0;
	} else if (!strcmp(name, "rPh")) {
		x->phonetic.inside--;
	} else if (!strcmp(name, "si")) {
		crm_xlsx_unescape(&b->text, x->begun);
		CRM_GROW(b->string, b->strings, b->string_cap);
		b->string[b->strings++] = x->begun;
		crm_xlsx_text_end(&b->text, x->begun, &x->phonetic);
	}
}

static void on_text(void *data, const char *s, size_t n)
{
	struct strings *x = data;
	struct crm_buf *to = x->phonetic.inside ? &x->phonetic.text : &x->b->text;

	if (!x->in_t || (x->phonetic.inside && !x->b->furigana))
		return;
	if (n > STRING_MAX || x->b->text.n - x->begun > STRING_MAX - n || x->phonetic.text.n > STRING_MAX - n) {
		crm_error("%s: shared string %zu is longer than 1 MB", x->b->name, x->b->strings);
		crm_xlsx_xml_stop(x->xml);
		return;
	}
	crm_buf_add(to, s, n);
}

int crm_xlsx_strings_read(struct xlsx_book *b)
{
	static const struct xlsx_handlers on = { on_start, on_end, on_text };
	struct strings x = { .b = b, .phonetic.text = CRM_BUF_INIT };
	struct xlsx_part part;
	int got = b->strings_path ? crm_xlsx_part_open(b->zip, b->name, b->strings_path, &part) : 0;

	if (got != 1)
		return got;
	x.xml = crm_xlsx_xml_new(&on, &x, b->engine);
	got = crm_xlsx_part_parse(&part, x.xml, BOMB_RATIO);
	crm_xlsx_xml_free(x.xml);
	crm_xlsx_part_close(&part);
	crm_xlsx_phonetic_release(&x.phonetic);
	return got;
}
