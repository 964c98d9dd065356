/* XML in blocks, with two engines behind one set of handlers: the scanner of xlsx_scan.c for the big parts
 * of a workbook (UTF-8, several times as fast), expat for the small ones and for other encodings.
 * Both call the handlers with the same names, attributes and text; expat refuses some documents that are
 * not well-formed and that the scanner reads (repeated attributes, odd names).  Private to the xlsx modules. */
#ifndef CRM_IO_XLSX_XML_H
#define CRM_IO_XLSX_XML_H

#include <stddef.h>

/* names are as written, prefix included; attributes: name, value, …, NULL; any handler may be NULL */
struct xlsx_handlers {
	void (*start)(void *data, const char *name, const char **attributes);
	void (*end)(void *data, const char *name);
	void (*text)(void *data, const char *s, size_t n);     /* a text may come in pieces */
};

enum xlsx_engine { XLSX_SCANNER, XLSX_EXPAT };

struct xlsx_xml;

/* on: static; the scanner leaves what is not UTF-8 to expat */
struct xlsx_xml *crm_xlsx_xml_new(const struct xlsx_handlers *on, void *data, enum xlsx_engine engine);
void crm_xlsx_xml_free(struct xlsx_xml *x);            /* NULL is allowed */
/* 0, or -1: the document is broken or a handler has stopped it */
int crm_xlsx_xml_feed(struct xlsx_xml *x, const char *s, size_t n, int last);
/* by a handler that has reported why: none is called again */
void crm_xlsx_xml_stop(struct xlsx_xml *x);
/* what is wrong, NULL: a handler has stopped; and at which byte */
const char *crm_xlsx_xml_error(const struct xlsx_xml *x);
long long crm_xlsx_xml_offset(const struct xlsx_xml *x);

/* --- the scanner itself --- */
struct xlsx_scan;

struct xlsx_scan *crm_xlsx_scan_new(const struct xlsx_handlers *on, void *data);
void crm_xlsx_scan_free(struct xlsx_scan *x);
int crm_xlsx_scan_feed(struct xlsx_scan *x, const char *s, size_t n, int last);
void crm_xlsx_scan_stop(struct xlsx_scan *x);
const char *crm_xlsx_scan_error(const struct xlsx_scan *x);
long long crm_xlsx_scan_offset(const struct xlsx_scan *x);

#endif
