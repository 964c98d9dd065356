/* Which column of a stream plays which role, by --columns, by canonical name, or by a known header. */
#ifndef CRM_ROLE_H
#define CRM_ROLE_H

#include <stddef.h>

#include <crm/record.h>

struct crm_role {
	const char *name;          /* of the role: customer_id */
	const char *header;        /* canonical header field (crm_norm "header") that plays it, or NULL */
	const char *words;         /* more headers, between bars: "|販売元|channel|", or NULL */
};

/* column[i] for role[i], -1 when no column plays it.  columns: "role=column,…" or NULL.
 * 0, or -1 when --columns names an unknown role or column (reported). */
int crm_roles_find(const struct crm_role *role, size_t n, const struct crm_fields *header, const char *columns, int *column);

#endif
