/* The format of a store and its steps: share/schema/NNNN-*.sql, embedded at build, forward only.
 * user_version = major * 1000 + minor: a newer minor may be read, a newer major not at all. */
#ifndef CRM_MIGRATE_H
#define CRM_MIGRATE_H

#include <crm/store.h>

int crm_migrate_create(struct crm_store *s);               /* all steps on an empty file: 0 or -1 */
int crm_migrate_upgrade(struct crm_store *s);              /* backup beside the store, then the missing steps */
int crm_migrate_check(struct crm_store *s, int for_write); /* is it a store that this program may use? */

#endif
