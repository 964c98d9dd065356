/* Merged ranges of a sheet.  They stand behind its cells, so they take a reading of the sheet of their own.
 * Private to the xlsx modules. */
#ifndef CRM_IO_XLSX_MERGED_H
#define CRM_IO_XLSX_MERGED_H

#include "xlsx_book.h"
#include <crm/record.h>

struct xlsx_range {
	long top, bottom;              /* rows, 1-based */
	size_t left, right;            /* columns, 0-based, the last one included */
	char *value;                   /* of the first cell with what stands behind its NUL; NULL: nothing */
	size_t n;                      /* bytes of the text alone */
};

struct xlsx_merged {
	struct xlsx_range *range;      /* by top; the first `next` have begun */
	size_t n, cap, next;
	size_t *active;                /* those that have begun and have not ended */
	size_t actives, active_cap;
};

/* 0 or -1 (reported) */
int crm_xlsx_merged_read(struct xlsx_merged *m, const struct xlsx_book *b, const char *path);
void crm_xlsx_merged_release(struct xlsx_merged *m);
/* The row comes next (rows only rise): how many columns its ranges reach, at least width; -1: they overlap */
long crm_xlsx_merged_row(struct xlsx_merged *m, long line, size_t width);
/* Gives the cells of the row, as many as crm_xlsx_merged_row said, their values; behind the NUL of each text
 * stands another (its reading).  Values live until the next row. */
void crm_xlsx_merged_fill(struct xlsx_merged *m, long line, struct crm_cell *cell);

#endif
