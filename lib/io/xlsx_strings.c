#include "xlsx_book.h"
#include <crm/array.h>
#include <crm/charset.h>
#include <crm/diag.h>

#include <stdlib.h>
#include <string.h>

enum { STRING_MAX = 1 << 20 };

struct strings {
	struct xlsx_book *b;
	size_t begun;          /* where the current string begins */
	int depth_rph, in_t;
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

static void XMLCALL on_start(void *parser, const XML_Char *name, const XML_Char **attributes)
{
	struct strings *x = XML_GetUserData(parser);
	size_t prefix;

	(void)attributes;
	name = crm_xlsx_local(name, &prefix);
	if (!strcmp(name, "si"))
		x->begun = x->b->text.n;
	else if (!strcmp(name, "rPh"))
		x->depth_rph++;
	else if (!strcmp(name, "t"))
		x->in_t = 1;
}

static void XMLCALL on_end(void *parser, const XML_Char *name)
{
	struct strings *x = XML_GetUserData(parser);
	struct xlsx_book *b = x->b;
	size_t prefix;

	name = crm_xlsx_local(name, &prefix);
	if (!strcmp(name, "t")) {
		x->in_t = 0;
	} else if (!strcmp(name, "rPh")) {
		x->depth_rph--;
	} else if (!strcmp(name, "si")) {
		crm_xlsx_unescape(&b->text, x->begun);
		crm_buf_putc(&b->text, 0);
		CRM_GROW(b->string, b->strings, b->string_cap);
		b->string[b->strings++] = x->begun;
	}
}

static void XMLCALL on_text(void *parser, const XML_Char *s, int n)
{
	struct strings *x = XML_GetUserData(parser);

	if (!x->in_t || x->depth_rph)
		return;
	if (x->b->text.n - x->begun > STRING_MAX) {
		crm_error("%s: shared string %zu is longer than 1 MB", x->b->name, x->b->strings);
		XML_StopParser(parser, XML_FALSE);
		return;
	}
	crm_buf_add(&x->b->text, s, (size_t)n);
}

int crm_xlsx_strings_read(struct xlsx_book *b)
{
	struct strings x = { .b = b };
	struct xlsx_part part;
	XML_Parser parser;
	int got = b->strings_path ? crm_xlsx_part_open(b->zip, b->name, b->strings_path, &part) : 0;

	if (got != 1)
		return got;
	parser = crm_xlsx_parser(&x);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	got = crm_xlsx_part_parse(&part, parser, 1);
	XML_ParserFree(parser);
	crm_xlsx_part_close(&part);
	return got;
}
