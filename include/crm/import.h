/* Customer rows into the store: new, changed, equal; with the row as it was delivered.
 *
 * A row that the store has already, byte for byte under the same header and rules, is not looked at again:
 * neither normalised nor checked. */
#ifndef CRM_IMPORT_H
#define CRM_IMPORT_H

#include <stdint.h>

#include <crm/intake.h>
#include <crm/operation.h>
#include <crm/record.h>
#include <crm/reject.h>
#include <crm/seen.h>

struct crm_import;

struct crm_import_opts {
	const char *source;
	struct crm_rejects *rejects;
	int strict;                    /* a value that cannot be read rejects its row */
	struct crm_seen *seen;         /* rows of this run, of earlier files too, that the store had already */
	const struct crm_norm_opts *norm;      /* what the intake was told, for a changed option is a changed rule */
};

/* header, intake and rejects stay the caller's until it is closed.  NULL: reported */
struct crm_import *crm_import_open(struct crm_store *s, struct crm_operation *op, const struct crm_import_opts *o,
				   const struct crm_fields *header, struct crm_intake *intake);
int crm_import_put(struct crm_import *m, const struct crm_record *rec);        /* 0/-1; written some rows later */
int crm_import_finish(struct crm_import *m);                                   /* 0/-1; writes the rest */
void crm_import_counts(const struct crm_import *m, int64_t *added, int64_t *changed);
int64_t crm_import_doubtful(const struct crm_import *m);                       /* values left out */
void crm_import_print_findings(const struct crm_import *m, const char *file);
void crm_import_close(struct crm_import *m);

#endif
