/* CSV (RFC 4180) and TSV rows out of a window of text.  The only place of libcsv.
 *
 * Strict: a quote inside an unquoted cell, text after a closing quote and an unclosed quote break the
 * stream, with the line where the record begins.  Spaces are kept.  Lines end with LF or CRLF, or with
 * CR in a file without any LF at its beginning.  A first line "sep=X" names the delimiter.
 * Blank lines at the end are no rows; elsewhere a blank line is a row of one empty cell.
 * Limits: a cell 1 MB, a row 16 MB, 1,000 lines a record. */
#ifndef CRM_CSV_H
#define CRM_CSV_H

#include <crm/bytes.h>
#include <crm/record.h>

struct crm_csv;

/* delimiter 0: the one of , TAB ; that the first line has most of (of the first `lines` lines together) */
struct crm_csv *crm_csv_open(struct crm_bytes *in, const char *name, char delimiter, int lines);   /* NULL: reported */
void crm_csv_close(struct crm_csv *c);                 /* NULL is allowed; `in` stays open */
char crm_csv_delimiter(const struct crm_csv *c);
int crm_csv_said_delimiter(const struct crm_csv *c);   /* 1: a first line sep= named it */
/* sets cell, n and line of rec; 1, 0 at the end, -1 broken (reported) */
int crm_csv_next(struct crm_csv *c, struct crm_record *rec);

#endif
