/* The parts of an .xlsx package: a zip of XML files.  Private to the xlsx modules; the only place of
 * libzip. */
#ifndef CRM_IO_XLSX_PARTS_H
#define CRM_IO_XLSX_PARTS_H

#include "xlsx_xml.h"

#include <stddef.h>
#include <zip.h>

/* of a sheet */
enum { XLSX_COLUMNS = 16384, XLSX_ROWS = 1048576 };

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

/* feeds the whole part through x: 0 or -1 (reported, unless a handler stopped it: that reports).
 * ratio: more than 4 MB at over that many times the packed size is refused; 0: no limit */
int crm_xlsx_part_parse(struct xlsx_part *p, struct xlsx_xml *x, unsigned ratio);
/* one block of it: 0 or -1 (the same) */
int crm_xlsx_part_feed(const struct xlsx_part *p, struct xlsx_xml *x, const char *s, size_t n);

/* "AB12": its column, 0-based, -1 when it is no name of a cell; *row: 12, when row is not NULL */
long crm_xlsx_column(const char *name, long *row);
/* the name behind the prefix; prefix_n: its length with the colon */
const char *crm_xlsx_local(const char *name, size_t *prefix_n);
const char *crm_xlsx_attribute(const char **attributes, const char *name);   /* NULL: not there; by local name */

#endif
