/* Japanese addresses → prefecture, city, town, block, building.
 * Names come out as Japan Post spells them (KEN_ALL), numbers as 4-2-8.  The key leaves the building
 * out and is the same for every notation of one address; the room is compared apart: two addresses are
 * one dwelling when the keys are equal and the rooms are equal or one is empty. */
#ifndef CRM_ADDRESS_H
#define CRM_ADDRESS_H

#include <crm/norm.h>

struct crm_address {
	struct crm_buf pref, city, town, block, building;
};

void crm_address_init(struct crm_address *a);
void crm_address_release(struct crm_address *a);

/* 0, also for a null marker (all parts empty), or -1 with norm->error (tables).
 * Text that is nowhere known ends in building. */
int crm_address_parse(const char *in, struct crm_address *a, struct crm_norm *norm);
void crm_address_print(const struct crm_address *a, struct crm_buf *out);           /* appends pref|city|… */
void crm_address_print_key(const struct crm_address *a, struct crm_buf *out);       /* appends prefcitytown/block */
void crm_address_print_room(const struct crm_address *a, struct crm_buf *out);      /* appends 東京ビル301 */

int crm_address_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_address_key(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_address_room(const char *in, struct crm_buf *out, struct crm_norm *norm);

#endif
