/* Number formats of spreadsheets: what a stored number means and how it is shown.
 * Sources: ECMA-376 part 1, 18.8.30 (numFmts) and 18.8.31; Japanese built-in formats 27-36, 50-58.
 *
 * Shown as text: dates and times as ISO 8601 whatever their order and era; numbers whose format is a
 * template of digits (000-0000, 0000000, [<=999]000;…) as Excel shows them; all others exactly. */
#ifndef CRM_CELL_FORMAT_H
#define CRM_CELL_FORMAT_H

#include <crm/buf.h>

enum crm_cell_kind {
	CRM_CELL_GENERAL,      /* also percent, money, decimals: the number itself */
	CRM_CELL_DATE,
	CRM_CELL_DATE_TIME,
	CRM_CELL_TIME,
	CRM_CELL_ELAPSED,      /* [h]:mm */
	CRM_CELL_TEMPLATE,     /* digits in places */
};

enum crm_cell_kind crm_cell_format_kind(const char *code);
const char *crm_cell_format_builtin(int id);           /* the code, "" for General */

/* appends the number as shown; code: its format, of that kind; date1904: days count from 1904-01-01 */
void crm_cell_format_show(double v, enum crm_cell_kind kind, const char *code, int date1904, struct crm_buf *out);

#endif
