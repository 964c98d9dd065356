/* A record is a row of named text cells; its header is shared by all records of a stream.
 * Cells are UTF-8, NUL-terminated at s[n], never NULL, without NUL inside.
 * A record belongs to the reader that made it and is valid until the next one is read. */
#ifndef CRM_RECORD_H
#define CRM_RECORD_H

#include <stddef.h>

struct crm_cell {
	const char *s;
	size_t n;
};

struct crm_fields {
	char **name;           /* owned */
	unsigned char *number; /* 1: the column's cells are numbers where they look like one; 0: texts, as ids are */
	size_t n, cap, number_cap;
};

struct crm_record {
	const struct crm_fields *fields;
	struct crm_cell *cell; /* n cells; n == fields->n unless error is set */
	size_t n;
	const char *file;      /* as the user named it; "-" for stdin */
	long line;             /* physical line where the record begins, 1-based */
	const char *error;     /* NULL, or why this row must be rejected (a ragged row) */
};

void crm_fields_init(struct crm_fields *f);
void crm_fields_release(struct crm_fields *f);
size_t crm_fields_add(struct crm_fields *f, const char *name);     /* index; the name is copied; texts */
/* The columns of these names (the last is NULL) are numbers: said by the program that makes them, so that jq
 * and --to json see 12, not "12". */
void crm_fields_numbers(struct crm_fields *f, const char *const *names);
void crm_fields_set(struct crm_fields *f, const char *const *names, size_t n);    /* replaces all */
void crm_fields_copy(struct crm_fields *to, const struct crm_fields *from);
int crm_fields_find(const struct crm_fields *f, const char *name); /* index or -1 */

/* the cell's text; "" when column is -1 */
const char *crm_record_text(const struct crm_record *r, int column);

#endif
