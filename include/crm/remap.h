/* Delivered rows through a jq program that says what they are: one row becomes none, one or several objects, each a
 * record.  Such a record has the columns as they were delivered, then one for each name of the first object of all;
 * a later object with another name is refused, one that lacks a name leaves the cell empty (as in JSON lines). */
#ifndef CRM_REMAP_H
#define CRM_REMAP_H

#include <crm/record.h>
#include <crm/rowset.h>

struct crm_remap;

struct crm_remap *crm_remap_open(const char *program);     /* NULL: reported */
/* The records of one row, valid until the next call; n is 0 where the program gave none.  NULL: the program refuses
 * the row; crm_remap_error() says why. */
const struct crm_rowset *crm_remap_row(struct crm_remap *m, const struct crm_record *rec);
const char *crm_remap_error(const struct crm_remap *m);
/* the columns of the records: known with the first of them */
const struct crm_fields *crm_remap_fields(const struct crm_remap *m);
void crm_remap_close(struct crm_remap *m);                 /* NULL is allowed */

#endif
