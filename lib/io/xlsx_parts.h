/* The parts of an .xlsx package: a zip of XML files.  Private to the xlsx modules; the only place of
 * libzip and, with xlsx_sheet.c, of expat. */
#ifndef CRM_IO_XLSX_PARTS_H
#define CRM_IO_XLSX_PARTS_H

#include <expat.h>
#include <stddef.h>
#include <zip.h>

struct xlsx_part {
	zip_file_t *file;
	const char *book, *path;       /* for messages */
	unsigned long long packed, size, read;
};

/* NULL: reported, with what the file really is.  fd becomes theirs, also on failure. */
zip_t *crm_xlsx_unzip(int fd, const char *name);

/* 1: open; 0: there is no such part; -1: reported */
int crm_xlsx_part_open(zip_t *zip, const char *book, const char *path, struct xlsx_part *p);
/* bytes, 0 at the end, -1 damaged (reported) */
long crm_xlsx_part_read(struct xlsx_part *p, char *to, size_t size);
void crm_xlsx_part_close(struct xlsx_part *p);

/* feeds the whole part to an expat parser whose user data is set: 0 or -1 (reported, unless the handlers
 * stopped the parser: they report).  bomb: refuse more than 16 MB at over 200 times the packed size. */
int crm_xlsx_part_parse(struct xlsx_part *p, XML_Parser parser, int bomb);

/* A parser that refuses DOCTYPE.  Its handlers are called with the parser itself (XML_GetUserData gives
 * data) and with names as written, prefix included. */
XML_Parser crm_xlsx_parser(void *data);
/* one block through it: 0 or -1 (as crm_xlsx_part_parse) */
int crm_xlsx_parse_block(XML_Parser parser, const struct xlsx_part *p, const char *s, size_t n, int last);

/* the name behind the prefix; prefix_n: its length with the colon */
const char *crm_xlsx_local(const char *name, size_t *prefix_n);
const char *crm_xlsx_attribute(const char **attributes, const char *name);   /* NULL: not there; by local name */

#endif
