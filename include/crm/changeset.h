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

/* The integer keys of rows of a table that operations after this one inserted, removed, or changed in one of the
 * columns first … last (counted from 0), with repetitions; operations whose kind
 * is in " kind kind … " are left out.  1 with *key for the caller to free, 0: more than `most`, -1 (reported). */
int crm_changeset_keys(struct crm_store *s, int64_t after, const char *without, const char *table, int first, int last,
		       size_t most, int64_t **key, size_t *n);

/* The first `columns` columns, all integers, of the rows that operation id inserted into a table: *value holds them
 * row by row, for the caller to free.  0 or -1 (reported). */
int crm_changeset_inserted(struct crm_store *s, int64_t id, const char *table, int columns, int64_t **value, size_t *rows);

#endif
