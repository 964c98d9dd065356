/* Rows of the public views as records, for programs that hand them out. */
#ifndef CRM_VIEW_H
#define CRM_VIEW_H

#include <crm/rows.h>

/* the choices of --what; a view's kind is its place here */
#define CRM_VIEWS "customers|records|identities|orders|lines|products|sums|consents|deliveries|aliases|raw"

struct crm_rows *crm_view_open(struct crm_store *s, int kind);

#endif
