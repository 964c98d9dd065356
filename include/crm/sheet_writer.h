/* Rows into an .xlsx workbook of one sheet, in constant memory.  Every cell is text, so that ids,
 * phones and postal codes keep their zeros.  The only place of libxlsxwriter. */
#ifndef CRM_SHEET_WRITER_H
#define CRM_SHEET_WRITER_H

#include <crm/record.h>

struct crm_sheet_writer;

struct crm_sheet_writer *crm_sheet_writer_open(void);  /* NULL: reported */
/* 0, or -1 (reported): more rows (1,048,576), columns (16,384) or text (32,767 characters) than Excel has */
int crm_sheet_writer_put(struct crm_sheet_writer *w, const struct crm_cell *cells, size_t n);
/* ends the workbook: a descriptor of the finished file at its beginning, unlinked, owned by the caller;
 * -1: reported.  Frees w. */
int crm_sheet_writer_finish(struct crm_sheet_writer *w);

#endif
