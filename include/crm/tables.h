/* The table file of names and places (share/tables), mapped read-only.
 * Looked for in $CRM_SHARE, ../share/crm-tools beside the folder of the program, and
 * PREFIX/share/crm-tools; a build folder has the same shape as an installation. */
#ifndef CRM_TABLES_H
#define CRM_TABLES_H

#include <crm/lexicon.h>

struct crm_tables;

/* NULL when it is nowhere or of another version (reported) */
struct crm_tables *crm_tables_open(void);
const struct crm_lexicon *crm_tables_lexicon(const struct crm_tables *t);
void crm_tables_close(struct crm_tables *t);           /* NULL is allowed */

#endif
