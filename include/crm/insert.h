/* Many rows into a table by one statement: the table and its indexes are opened once, and a row that
 * follows the one before goes where that one went, without a search from the root.
 *
 *	in = crm_insert_open(store, "new_customer", 3,
 *			     "INSERT OR ROLLBACK INTO customer (customer_id, name, kana) SELECT * FROM new_customer");
 *	v = crm_insert_row(in); crm_value_int(&v[0], 1); crm_value_text(&v[1], name); …
 *	crm_insert_run(in)
 *
 * OR ROLLBACK (or ON CONFLICT DO NOTHING) spares SQLite the copies of pages with which it could take back
 * one statement alone: who inserts so abandons his operation when it fails. */
#ifndef CRM_INSERT_H
#define CRM_INSERT_H

#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include <crm/store.h>

enum crm_value_kind { CRM_VALUE_NULL, CRM_VALUE_INT, CRM_VALUE_TEXT, CRM_VALUE_COPY };

struct crm_value {
	union {
		const char *s;         /* TEXT */
		size_t at;             /* COPY: where it begins */
	};
	int64_t n;                     /* INT; else the length */
	enum crm_value_kind kind;
};

struct crm_insert;

/* rows: the name under which the statement reads the rows, its own in this store.  NULL: reported */
struct crm_insert *crm_insert_open(struct crm_store *s, const char *rows, int columns, const char *sql);
void crm_insert_close(struct crm_insert *in);              /* rows that were not run are lost; NULL is allowed */
/* The next row, all NULL; valid until the next call.  Its texts must live until the rows are run. */
struct crm_value *crm_insert_row(struct crm_insert *in);
/* a text that does not live that long */
void crm_insert_copy(struct crm_insert *in, struct crm_value *v, const char *s);
size_t crm_insert_rows(const struct crm_insert *in);       /* how many wait */
int crm_insert_run(struct crm_insert *in);                 /* inserts and forgets them: 0/-1 */

static inline void crm_value_int(struct crm_value *v, int64_t n)
{
	v->kind = CRM_VALUE_INT;
	v->n = n;
}

static inline void crm_value_string(struct crm_value *v, const char *s)        /* "" stays "" */
{
	v->kind = CRM_VALUE_TEXT;
	v->s = s;
	v->n = (int64_t)strlen(s);
}

static inline void crm_value_text(struct crm_value *v, const char *s)          /* "" and NULL become NULL */
{
	if (s && *s)
		crm_value_string(v, s);
}

#endif
