/* Rows into an .xlsx workbook of one sheet, in constant memory.  Cells are texts, so that ids, phones and postal
 * codes keep their zeros, but for those of columns of numbers.  The only place of libxlsxwriter. */
#ifndef CRM_SHEET_WRITER_H
#define CRM_SHEET_WRITER_H

#include <crm/record.h>

struct crm_sheet_writer;

struct crm_sheet_writer *crm_sheet_writer_open(void);  /* NULL: reported */
/* number: by column, 1 for cells that are numbers if they look like one of up to 15 digits, which is what Excel
 * keeps; NULL: all are texts.  0, or -1 (reported): more rows (1,048,576), columns (16,384) or text (32,767 characters) than Excel has */
int crm_sheet_writer_put(struct crm_sheet_writer *w, const unsigned char *number, const struct crm_cell *cells,
			 size_t n);
/* ends the workbook: a descriptor of the finished file at its beginning, unlinked, owned by the caller;
 * -1: reported.  Frees w. */
int crm_sheet_writer_finish(struct crm_sheet_writer *w);

#endif
