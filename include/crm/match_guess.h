/* What to compare when nobody said so: from the header's words first, then from the values. */
#ifndef CRM_MATCH_GUESS_H
#define CRM_MATCH_GUESS_H

#include <crm/match_table.h>

/* The columns from their names alone.  CRM_KIND_AUTO: the name says nothing, the values will;
 * CRM_KIND_ADDRESS for any part of an address, whatever its language: see _address. */
void crm_match_guess_columns(const char *const *name, size_t n, enum crm_match_kind *kind);
/* An address column by a share of its values: Japanese (ADDRESS) or words (TEXT). */
enum crm_match_kind crm_match_guess_address(const char *const *value, size_t n);
/* Decides the AUTO comparisons of a table from all values: a date, a personal number, words, a code; what
 * is constant, says too little, or is unique to every record, is dropped from comparison. */
void crm_match_guess_values(struct crm_match_table *t);

#endif
