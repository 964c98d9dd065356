/* Consents and refusals, append-only.  They hang on records; a refusal in one record holds for the customer. */
#ifndef CRM_CONSENT_H
#define CRM_CONSENT_H

#include <stdint.h>

#include <crm/operation.h>

struct crm_consents;

struct crm_consents *crm_consents_open(struct crm_store *s, struct crm_operation *op);   /* op NULL: only reads */
void crm_consents_close(struct crm_consents *m);
/* Written by the next flush.  channel and method must live until then; evidence: where it was said, e.g.
 * "ec_members.csv:12 メルマガ" */
int crm_consents_add(struct crm_consents *m, int64_t record_id, const char *channel, int granted, const char *method,
		     const char *evidence);
int crm_consents_flush(struct crm_consents *m);        /* 0/-1 */
/* The latest word of a record that is written: 1 granted, 0 refused, 2 none, -1 failed */
int crm_consents_of_record(struct crm_consents *m, int64_t record_id, const char *channel);
/* May this customer be sent advertising?  1 yes; 0 no, *why: "refused", "no consent", "suppressed"; -1.
 * address_key: email.key, looked up in suppression.  Law: 特定電子メール法 3条 (consent beforehand, never after
 * a refusal). */
int crm_consents_may_mail(struct crm_consents *m, int64_t customer_id, const char *address_key, int ad, const char **why);

#endif
