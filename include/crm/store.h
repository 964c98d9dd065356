/* The store: one SQLite file.  The only floor that knows sqlite3.h; model/ speaks SQL through this.
 * Every failure is reported where it is detected: a busy store raises status 75, the rest 2. */
#ifndef CRM_STORE_H
#define CRM_STORE_H

#include <stdint.h>
#include <stddef.h>

#include <crm/opt.h>

struct crm_store_opts {
	const char *db;            /* --db; NULL: $CRM_DB */
	int64_t wait;              /* --wait seconds for a busy store; -1: not given */
};

extern const struct crm_opt crm_store_options[];     /* --db --wait */

struct crm_store;
struct crm_stmt;

enum crm_store_mode {
	CRM_STORE_READ,            /* also writes its line in the log */
	CRM_STORE_WRITE,
	CRM_STORE_IMPORT,          /* writes; whoever uses it says himself that what his rows refer to is there */
};

struct crm_store *crm_store_open(const struct crm_store_opts *o, enum crm_store_mode mode);
/* 1 when a store was named by --db or $CRM_DB */
int crm_store_named(const struct crm_store_opts *o);
/* crm-init only: creates (0600) or upgrades after a backup beside it; NULL: reported */
struct crm_store *crm_store_create(const struct crm_store_opts *o, int *was_there);
void crm_store_close(struct crm_store *s);           /* rolls back what is open; NULL is allowed */
const char *crm_store_path(const struct crm_store *s);

int crm_store_exec(struct crm_store *s, const char *sql);
void crm_store_rollback(struct crm_store *s);              /* never fails, says nothing */
void crm_store_wait(struct crm_store *s, int64_t seconds); /* for a busy store, from now on; at most a day */
void crm_store_trim(struct crm_store *s);                  /* gives back pages that were read; before long work elsewhere */
int64_t crm_store_changes(const struct crm_store *s);      /* rows changed since it was opened */
struct sqlite3 *crm_store_handle(struct crm_store *s);     /* for lib/store alone */
int crm_store_fail(struct crm_store *s, int rc, const char *what);   /* reports; -1 */

/* Statements.  Parameters and columns count from 1 and 0 as in SQL's own interface. */
struct crm_stmt *crm_stmt_prepare(struct crm_store *s, const char *sql);
void crm_stmt_free(struct crm_stmt *st);             /* NULL is allowed */
void crm_stmt_int(struct crm_stmt *st, int i, int64_t v);
void crm_stmt_real(struct crm_stmt *st, int i, double v);
void crm_stmt_text(struct crm_stmt *st, int i, const char *v);      /* "" and NULL become NULL; v must live until the step */
void crm_stmt_string(struct crm_stmt *st, int i, const char *v);    /* "" stays "" */
void crm_stmt_blob(struct crm_stmt *st, int i, const void *v, size_t n);
void crm_stmt_null(struct crm_stmt *st, int i);
int crm_stmt_step(struct crm_stmt *st);              /* 1 a row, 0 done, -1 reported; after 0 or -1 it is reset */
int crm_stmt_run(struct crm_stmt *st);               /* all rows, reset: 0 or -1 */
void crm_stmt_reset(struct crm_stmt *st);            /* to leave a result early */
int64_t crm_stmt_col_int(struct crm_stmt *st, int i);
double crm_stmt_col_real(struct crm_stmt *st, int i);
const char *crm_stmt_col_text(struct crm_stmt *st, int i);          /* NULL becomes ""; valid until the next step */
const void *crm_stmt_col_blob(struct crm_stmt *st, int i, size_t *n);
int crm_stmt_col_null(struct crm_stmt *st, int i);
int crm_stmt_columns(struct crm_stmt *st);
const char *crm_stmt_column_name(struct crm_stmt *st, int i);

/* A family of statements: literals in one array, prepared when first used.
 *	static const char *const text[] = { [FIND] = "SELECT …", … };
 *	struct crm_sql sql; crm_sql_init(&sql, store, text, N);   crm_sql_get(&sql, FIND) */
struct crm_sql {
	struct crm_store *store;
	const char *const *text;
	struct crm_stmt **stmt;
	int n;
};

void crm_sql_init(struct crm_sql *q, struct crm_store *s, const char *const *text, int n);
struct crm_stmt *crm_sql_get(struct crm_sql *q, int i);    /* NULL: reported */
void crm_sql_release(struct crm_sql *q);

#endif
