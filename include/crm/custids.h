/* Customer ids as texts ↔ dense numbers, and their order: whole numbers (up to 18 digits, no leading
 * zero) by value, before all other ids by their bytes. */
#ifndef CRM_CUSTIDS_H
#define CRM_CUSTIDS_H

#include <crm/map.h>

/* place[i] = the place of id i of the map in that order; id[place] the other way round.  Both have
 * crm_map_count() elements. */
void crm_custids_order(const struct crm_map *ids, uint32_t *place, uint32_t *id);

#endif
