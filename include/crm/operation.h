/* One write = one transaction = one row of the log = one undoable change.
 *
 *	struct crm_operation *op = crm_operation_begin(store, "merge", &opts);
 *	… statements of model/ …
 *	crm_operation_commit(op)        or crm_operation_abandon(op)
 *
 * Undo has two parts.  Rows that a program only adds in bulk carry created_op and are undone by it
 * (crm_bulk_undo of model/).  Every other change is kept as a changeset of SQLite's session
 * extension, in parts of 100,000 changes so that memory stays below about 50 MB.
 *
 * The log is a hash chain: hash = SHA-256("crm1" || prev || canonical JSON of the row). */
#ifndef CRM_OPERATION_H
#define CRM_OPERATION_H

#include <stdint.h>

#include <crm/opt.h>
#include <crm/store.h>

struct crm_operation_opts {
	int dry_run;
	const char *why;
};

extern const struct crm_opt crm_operation_options[];  /* --dry-run --why */
extern const struct crm_opt crm_why_options[];        /* --why alone, for readers */

struct crm_operation;

struct crm_operation *crm_operation_begin(struct crm_store *s, const char *kind, const struct crm_operation_opts *o);
int64_t crm_operation_id(const struct crm_operation *op);
int64_t crm_operation_at(const struct crm_operation *op);          /* UTC seconds */
int crm_operation_dry(const struct crm_operation *op);
/* 0: the rows added from now on carry created_op, no changeset is needed; 1 (at first): keep one.
 * In a dry run everything is kept, to be shown. */
int crm_operation_keep(struct crm_operation *op, int on);
int crm_operation_step(struct crm_operation *op);                  /* once per input row: bounds the memory of undo */
int64_t crm_operation_new_customer(struct crm_operation *op);      /* the next id, never given before; 0: failed */
void crm_operation_count(struct crm_operation *op, const char *what, int64_t n);   /* adds to a count in the log */
void crm_operation_input(struct crm_operation *op, const unsigned char sha[32]);
void crm_operation_undoes(struct crm_operation *op, int64_t id);
/* Writes the log row and commits.  Without any change it rolls back and logs nothing; in a dry run
 * it prints the difference (table,key,field,old,new) and rolls back.  Frees op.  0 or -1 (rolled back). */
int crm_operation_commit(struct crm_operation *op);
void crm_operation_abandon(struct crm_operation *op);              /* rolls back, frees; NULL is allowed */

/* one log row without a change, committed at once: the operation id or 0 */
int64_t crm_operation_log(struct crm_store *s, const char *kind, const char *why);

/* A reader that hands out customer data is logged before its first byte; after the last one the log
 * gets a receipt: how many rows, and the digest of the bytes.
 *
 *	struct crm_reading *r = crm_reading_begin(store, "read", why);    NULL: reported
 *	… feeds and views of model/, crm_writer_put …, close the feeds
 *	crm_reading_end(r, writer);
 *
 * Everything between sees one state of the store.  The end closes the writer and stdout first, so that
 * a program that reads from us in a pipe can finish and let go of the store. */
struct crm_writer;
struct crm_reading;

struct crm_reading *crm_reading_begin(struct crm_store *s, const char *kind, const char *why);
int crm_reading_end(struct crm_reading *r, struct crm_writer *w);  /* 0 or -1; frees r, closes w (may be NULL) */

#endif
