/* What a delivery's values suffered (zeros lost, digits thrown away, wrong bytes …): each said with -v,
 * all counted by column and kind, one line for each kind on stderr at the end. */
#ifndef CRM_FINDINGS_H
#define CRM_FINDINGS_H

#include <stdint.h>

#include <crm/intake.h>
#include <crm/record.h>

struct crm_findings;

struct crm_findings *crm_findings_new(void);
void crm_findings_add(struct crm_findings *f, const struct crm_record *rec, const struct crm_intake_finding *one);
/* the lines: "file: 電話番号: 12 values are mended: lost-zero (first: line 7, '312345678')" */
void crm_findings_print(const struct crm_findings *f, const char *file);
int64_t crm_findings_doubtful(const struct crm_findings *f);       /* values that are left out */
void crm_findings_free(struct crm_findings *f);                    /* NULL is allowed */

#endif
