/* Names and places: the big tables, read from one mapped file (see crm/tables.h).
 * A lexicon is read-only: any number of threads may share it. */
#ifndef CRM_LEXICON_H
#define CRM_LEXICON_H

#include <stddef.h>
#include <stdint.h>

struct crm_lexicon;

/* data: the bytes of the table file, aligned to 8, kept by the caller until the lexicon is freed.
 * NULL: not a table file of this version. */
struct crm_lexicon *crm_lexicon_new(const void *data, size_t n);
void crm_lexicon_free(struct crm_lexicon *l);          /* NULL is allowed */

/* folded text (crm_fold_key, 々 written out) */
int64_t crm_lexicon_surname(const struct crm_lexicon *l, const uint32_t *s, size_t n);  /* bearers, or -1 */
int crm_lexicon_given(const struct crm_lexicon *l, const uint32_t *s, size_t n);        /* 1 or 0 */

#endif
