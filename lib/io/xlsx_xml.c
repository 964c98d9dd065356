#include "xlsx_xml.h"
#include <crm/mem.h>

#include <expat.h>
#include <stdlib.h>
#include <string.h>

struct xlsx_xml {
	const struct xlsx_handlers *on;
	void *data;
	enum xlsx_engine engine;
	struct xlsx_scan *scan;        /* one of the two, from the first block on */
	XML_Parser parser;
	int stopped, doctype;
};

struct xlsx_xml *crm_xlsx_xml_new(const struct xlsx_handlers *on, void *data, enum xlsx_engine engine)
{
	struct xlsx_xml *x = crm_alloc(sizeof *x);

	x->on = on;
	x->data = data;
	x->engine = engine;
	return x;
}

void crm_xlsx_xml_free(struct xlsx_xml *x)
{
	if (!x)
		return;
	crm_xlsx_scan_free(x->scan);
	if (x->parser)
		XML_ParserFree(x->parser);
	free(x);
}

/* --- expat --- */

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx_xml *x = data;

	if (x->on->start && !x->stopped)
		x->on->start(x->data, name, attributes);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct xlsx_xml *x = data;

	if (x->on->end && !x->stopped)
		x->on->end(x->data, name);
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
	struct xlsx_xml *x = data;

	if (x->on->text && !x->stopped)
		x->on->text(x->data, s, (size_t)n);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid,
			       int subset)
{
	struct xlsx_xml *x = data;

	(void)name;
	(void)sysid;
	(void)pubid;
	(void)subset;
	x->doctype = 1;
	XML_StopParser(x->parser, XML_FALSE);
}

static XML_Parser new_parser(struct xlsx_xml *x)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	if (!parser)
		abort();               /* out of memory */
	XML_SetUserData(parser, x);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	return parser;
}

/* --- which of the two --- */

/* 1: the declaration in the first block names UTF-8, or nothing does otherwise */
static int is_utf8(const char *s, size_t n)
{
	const char *close = n > 5 && !memcmp(s, "<?xml", 5) ? memchr(s, '>', n) : NULL, *p;
	char declaration[160];

	if (n < 2 || !s[0] || !s[1] || (unsigned char)s[0] >= 0xFE)
		return 0;
	if (!memcmp(s, "<?", 2) && (!close || close - s >= (long)sizeof declaration))
		return 0;
	if (!close)
		return 1;
	memcpy(declaration, s, (size_t)(close - s));
	declaration[close - s] = 0;
	if (!(p = strstr(declaration, "encoding")))
		return 1;
	p += strcspn(p, "\"'");
	return *p && (p[1] == 'u' || p[1] == 'U') && (p[2] == 't' || p[2] == 'T') && (p[3] == 'f' || p[3] == 'F')
	       && p[4] == '-' && p[5] == '8' && p[6] == *p;
}

int crm_xlsx_xml_feed(struct xlsx_xml *x, const char *s, size_t n, int last)
{
	int bom = n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;

	if (!x->scan && !x->parser) {
		if (x->engine == XLSX_SCANNER && is_utf8(s + bom, n - (size_t)bom))
			x->scan = crm_xlsx_scan_new(x->on, x->data);
		else
			x->parser = new_parser(x);
	}
	if (x->scan)
		return crm_xlsx_scan_feed(x->scan, s, n, last);
	return XML_Parse(x->parser, s, (int)n, last) == XML_STATUS_ERROR ? -1 : 0;
}

void crm_xlsx_xml_stop(struct xlsx_xml *x)
{
	x->stopped = 1;
	if (x->scan)
		crm_xlsx_scan_stop(x->scan);
	else
		XML_StopParser(x->parser, XML_FALSE);
}

const char *crm_xlsx_xml_error(const struct xlsx_xml *x)
{
	if (x->doctype)
		return "XML with a DOCTYPE: refused";
	if (x->scan)
		return crm_xlsx_scan_error(x->scan);
	return x->stopped || !x->parser ? NULL : XML_ErrorString(XML_GetErrorCode(x->parser));
}

long long crm_xlsx_xml_offset(const struct xlsx_xml *x)
{
	if (x->scan)
		return crm_xlsx_scan_offset(x->scan);
	return x->parser ? (long long)XML_GetCurrentByteIndex(x->parser) : 0;
}
