/* A mailing: who gets a message (planning), and the messages on their way (sending).
 *
 * Planning is one operation that can be undone; sending works through what is queued, so that a run
 * that was cut off is finished by the next one and nobody is mailed twice. */
#ifndef CRM_MAILING_H
#define CRM_MAILING_H

#include <stddef.h>
#include <stdint.h>

#include <crm/campaign.h>
#include <crm/operation.h>
#include <crm/record.h>

struct crm_mailing;
struct crm_template;

/* fields: of the stream; the person's fields of the store are added for the template.  NULL: reported */
struct crm_mailing *crm_mailing_open(struct crm_store *s, struct crm_operation *op, const struct crm_campaign *c,
				     struct crm_template *t, const struct crm_fields *fields);
void crm_mailing_close(struct crm_mailing *m);
int64_t crm_mailing_campaign(const struct crm_mailing *m);

struct crm_mailing_result {
	int64_t customer_id;
	const char *address, *message_id;      /* "" when there is none */
	const char *state;                     /* queued or skipped */
	const char *reason;                    /* why it was skipped, or "" */
};

/* One person's rows of the stream.  0, or -1: the store failed. */
int crm_mailing_plan(struct crm_mailing *m, const char *customer, const struct crm_record *rows, size_t n,
		     struct crm_mailing_result *out);

/* Delivers all that is queued of a campaign into a maildir; 1,000 messages an operation.  Who refused since the
 * plan gets nothing: the delivery becomes "refused".  ad: as in struct crm_campaign.  *sent counts messages; 0 or -1 (what was delivered is recorded) */
int crm_mailing_send(struct crm_store *s, const struct crm_operation_opts *o, int64_t campaign_id, int ad,
		     const char *maildir, int64_t *sent);

#endif
