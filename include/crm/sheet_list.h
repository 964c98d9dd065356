/* Which sheets a workbook has: one record file,number,sheet,state for each that has cells. */
#ifndef CRM_SHEET_LIST_H
#define CRM_SHEET_LIST_H

#include <crm/writer.h>

struct crm_writer *crm_sheet_list_open(FILE *out, const struct crm_writer_opts *o);    /* NULL: reported */
int crm_sheet_list_put(struct crm_writer *w, const char *file);    /* "-" is stdin; 0 or -1 (reported) */

#endif
