/* Rows of the public views as records, for programs that hand them out. */
#ifndef CRM_VIEW_H
#define CRM_VIEW_H

#include <crm/record.h>
#include <crm/store.h>

/* the choices of --what, joined by "|"; their order is that of enum crm_view_kind */
#define CRM_VIEWS "customers|records|identities|orders|lines|products|sums|consents|deliveries|aliases|raw"

enum crm_view_kind { CRM_VIEW_CUSTOMERS };

struct crm_view;

struct crm_view *crm_view_open(struct crm_store *s, int kind);
const struct crm_fields *crm_view_fields(const struct crm_view *v);
int crm_view_next(struct crm_view *v, struct crm_record *out);     /* 1/0/-1 */
/* the columns that are numbers, for jq: NULL-terminated */
const char *const *crm_view_numbers(void);
size_t crm_view_numbers_count(void);
void crm_view_close(struct crm_view *v);

#endif
