/* What crm-merge is asked to do: rows of pairs, clusters or homes into groups of records. */
#ifndef CRM_MERGE_WISH_H
#define CRM_MERGE_WISH_H

#include <stddef.h>

#include <crm/merge.h>
#include <crm/reader.h>
#include <crm/regroup.h>

struct crm_merge_wish;

struct crm_merge_wish *crm_merge_wish_new(void);
void crm_merge_wish_free(struct crm_merge_wish *w);
/* A file (- is stdin) with the columns id_a,id_b (and class: same, with `review` review too),
 * record_id,cluster_id or record_id,household_id.  0 or -1 (reported with file and line). */
int crm_merge_wish_read(struct crm_merge_wish *w, const char *file, const struct crm_reader_opts *in, int review);

/* The named records with the number of their group, by group and record; homes: those of
 * household_id instead of those to be merged.  Caller frees; NULL: reported (a record that there is not). */
struct crm_group_member *crm_merge_wish_groups(struct crm_merge_wish *w, struct crm_merge *m, int homes, size_t *n);

#endif
