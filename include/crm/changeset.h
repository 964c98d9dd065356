/* Changesets of SQLite's session extension: recorded in parts, kept in table change, shown, inverted. */
#ifndef CRM_CHANGESET_H
#define CRM_CHANGESET_H

#include <stdint.h>

#include <crm/store.h>

struct crm_recorder;
struct crm_writer;

/* id: the operation whose parts these are; show: print the parts instead of keeping them (dry run) */
struct crm_recorder *crm_recorder_new(struct crm_store *s, int64_t id, struct crm_writer *show);
int crm_recorder_enable(struct crm_recorder *r, int on);
int crm_recorder_step(struct crm_recorder *r);         /* closes a part when it has grown to 100,000 changes */
int crm_recorder_finish(struct crm_recorder *r);       /* closes the last part: 0 or -1 */
int64_t crm_recorder_parts(const struct crm_recorder *r);
void crm_recorder_free(struct crm_recorder *r);

/* The header of shown changes: table,key,field,old,new */
struct crm_writer *crm_changeset_writer(void);

/* Applies the inverse of all parts of operation id, last first.  A row that somebody changed since
 * is kept, put to kept (a writer with fields table,key,reason; may be NULL) and counted. */
int crm_changeset_undo(struct crm_store *s, int64_t id, struct crm_writer *kept, int64_t *reversed, int64_t *conflicts);

#endif
