/* Survivorship: which of several records gives a customer a value.  Rules are asked in order; each keeps the
 * best of those that the rules before it left, and at last the oldest record (smallest id) wins.
 *	trusted   the source that is trusted most
 *	newest    the last delivery
 *	longest   most characters
 *	frequent  the value that most records have
 *	earliest  the smallest value: dates as YYYY-MM-DD
 *	latest    the greatest value
 * The address (postal to building) is one field: its parts come from one record. */
#ifndef CRM_SURVIVOR_H
#define CRM_SURVIVOR_H

#include <stddef.h>
#include <stdint.h>

#include <crm/buf.h>
#include <crm/person.h>

enum { CRM_SURVIVOR_DEPTH = 6 };

struct crm_survivor_rules {
	unsigned char rule[CRM_PERSON_FIELDS][CRM_SURVIVOR_DEPTH + 1];     /* ends with 0; the address's at _ADDRESS */
};

struct crm_survivor_value {
	const char *text;              /* not empty */
	int64_t trust, delivered, record;
};

extern const char crm_survivor_default[];      /* share/tables/survivorship.tsv as it was at build */

/* Lines "field <TAB> rule,rule,…" (# begins a comment), field * for those without a line of their own.
 * file: for messages.  0 or -1 (reported with file and line). */
int crm_survivor_parse(struct crm_survivor_rules *r, const char *text, const char *file);
/* the rules of a field as they were read, appended: "trusted,newest" */
void crm_survivor_write(const struct crm_survivor_rules *r, int field, struct crm_buf *out);
/* index of the value that survives, n >= 1 */
size_t crm_survivor_choose(const struct crm_survivor_rules *r, int field, const struct crm_survivor_value *v,
			   size_t n);

/* 1: the field is a part of the address, but not the one that its rules stand for */
int crm_survivor_part_of_address(int field);

#endif
