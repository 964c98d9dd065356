/* Rows of a sheet of an Excel workbook (ECMA-376, transitional and strict), as Excel shows them:
 * dates as ISO 8601 (era formats too), numbers whose format is made of digits, hyphens and brackets
 * as formatted (060-0000), other numbers exactly, formulas by their stored values, errors as their
 * text (#N/A), TRUE and FALSE.  Phonetic runs never join the text.
 * Rows and cells that are not stored are not given: a row is as long as its last stored cell, and
 * rec->line is its number in the sheet.  Memory: the shared strings and one row. */
#ifndef CRM_XLSX_H
#define CRM_XLSX_H

#include <crm/record.h>

struct crm_xlsx;

struct crm_xlsx_opts {
	const char *sheet;     /* name or 1-based number; NULL: the first visible one */
	int fill_merged;       /* cells of a merged range hold the text of its first; rows without text stay out */
	int furigana;          /* keep readings for crm_xlsx_reading() */
	int expat;             /* for tests: expat reads the big parts too */
};

/* fd: seekable, becomes theirs.  NULL: not a workbook (reported, with what it really is). */
struct crm_xlsx *crm_xlsx_open(int fd, const char *name, const struct crm_xlsx_opts *o);
void crm_xlsx_close(struct crm_xlsx *x);               /* NULL is allowed */
/* sets cell, n and line of rec; rows without any text are left out; 1, 0 or -1 (reported) */
int crm_xlsx_next(struct crm_xlsx *x, struct crm_record *rec);
/* the reading (furigana) of a cell of the last record, as PHONETIC() of Excel gives it; "" for none */
const char *crm_xlsx_reading(const struct crm_cell *c);
/* the sheets with cells, in their order, by the number that opts.sheet takes; each() returns 0 to go on.
 * fd as above.  0 or -1 (reported, or each() did not return 0). */
int crm_xlsx_sheets(int fd, const char *name, int (*each)(void *data, int number, const char *sheet, int hidden),
		    void *data);

#endif
