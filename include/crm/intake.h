/* A delivered row of a customer list as a person: which column is what, split columns joined, every
 * value normalised.  Pure: header and cells in, texts out.
 *
 * What cannot be normalised is never guessed: the value stays empty, the finding says why, and the
 * caller keeps the cell as it was delivered. */
#ifndef CRM_INTAKE_H
#define CRM_INTAKE_H

#include <stddef.h>

#include <crm/norm.h>
#include <crm/person.h>
#include <crm/record.h>

struct crm_intake;

struct crm_intake_finding {
	const char *column, *value, *reason;
	int warning;                   /* 1: a value was found all the same (a lost zero put back) */
};

enum { CRM_OPTIN_UNSAID = -1, CRM_OPTIN_NO, CRM_OPTIN_YES };

struct crm_intake_row {
	const char *key;
	struct crm_person person;
	unsigned given;                /* bit i: the delivery says field i: it has a column, not spoilt by a spreadsheet */
	const char *note;
	int has_note;
	int optin;                     /* CRM_OPTIN_… for mail */
	const char *optin_column;
	const struct crm_intake_finding *finding;
	size_t findings;
};

struct crm_intake_opts {
	const char *key;               /* column of the customer's number; NULL: the one whose header says so */
	const char *columns;           /* "field=column,…" against the header, or NULL */
	const char *map;               /* the same as lines, with # comments, or NULL */
	const char *map_name, *file;   /* for messages: where the lines are from; the rows' file, or NULL */
	size_t first;                  /* the columns before it are as delivered, not looked at */
	int show;                      /* say on stderr which column is what */
};

/* NULL when no column holds the number, or a named column or field is missing (reported) */
struct crm_intake *crm_intake_open(const struct crm_fields *header, const struct crm_intake_opts *o);
/* the same plan, rows of its own: for another thread, or to keep several rows.  Close it before `of`. */
struct crm_intake *crm_intake_twin(const struct crm_intake *of);
/* the customer's number, "" when there is none; valid until the next call */
const char *crm_intake_key(struct crm_intake *in, const struct crm_record *rec);
/* why it cannot be one (empty, a formula that failed, 9.01E+10), or NULL */
const char *crm_intake_key_fault(struct crm_intake *in, const struct crm_record *rec);
size_t crm_intake_key_column(const struct crm_intake *in);     /* where it is looked for */
/* the row, valid until the next call; texts that are not normalised (note) are the record's */
void crm_intake_take(struct crm_intake *in, const struct crm_record *rec, struct crm_intake_row *out);
/* the tables of places and names, owned by the caller: without them addresses stay whole */
struct crm_lexicon;
void crm_intake_lexicon(struct crm_intake *in, const struct crm_lexicon *lexicon);
int crm_intake_norm(struct crm_intake *in, const struct crm_norm_opts *o);     /* 0/-1, see norm.h */
/* canonical field of column i, or "" for a column kept under its own name */
const char *crm_intake_field(const struct crm_intake *in, size_t i);
/* 1: the column has no home among the person's fields and is kept as a custom field */
int crm_intake_custom(const struct crm_intake *in, size_t i);
size_t crm_intake_first(const struct crm_intake *in);      /* the option */
void crm_intake_close(struct crm_intake *in);

/* the names that a rejects file adds */
int crm_intake_is_reject_column(const char *name);
/* for reader.h: does this header cell look like a known one? */
int crm_intake_knows(const char *name);

#endif
