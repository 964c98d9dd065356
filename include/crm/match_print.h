/* What a match found, as records. */
#ifndef CRM_MATCH_PRINT_H
#define CRM_MATCH_PRINT_H

#include <crm/match.h>
#include <crm/writer.h>

/* id_a,id_b,score,class,evidence; review: only those for a person to look at, the likeliest first;
 * prefix: only pairs of an id that begins with it and one that does not, or NULL */
int crm_match_print_pairs(const struct crm_match *m, int review, const char *prefix,
			  const struct crm_writer_opts *o);
/* record_id,cluster_id or record_id,household_id, one row a record */
int crm_match_print_groups(const struct crm_match *m, int households, const struct crm_writer_opts *o);
/* threshold,pairs,precision,recall */
int crm_match_print_estimate(const struct crm_match *m, const struct crm_writer_opts *o);
/* the model as text into a file; 0 or -1 (reported) */
int crm_match_print_model(const struct crm_match *m, const char *file);

#endif
