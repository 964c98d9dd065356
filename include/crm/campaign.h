/* Campaigns and the ledger of their deliveries: one message a mailbox and campaign, whatever happens. */
#ifndef CRM_CAMPAIGN_H
#define CRM_CAMPAIGN_H

#include <stddef.h>
#include <stdint.h>

#include <crm/operation.h>

struct crm_campaign {
	const char *key;
	int ad;                        /* 1 advertising, 0 transactional */
	unsigned char template_sha[32];
	const char *via;
	int per_home;                  /* 1: one message a household; not kept with the campaign */
};

struct crm_delivery {
	const char *rcpt_key;          /* email.key */
	int64_t record_id;             /* whose address it is */
	const char *address, *message_id;
	const void *message;           /* composed: stored, and sent as stored */
	size_t n;
};

struct crm_campaigns;

struct crm_campaigns *crm_campaigns_open(struct crm_store *s);
void crm_campaigns_close(struct crm_campaigns *m);
/* The campaign's id, made when it is new.  0 and a report when it exists with another template or class. */
int64_t crm_campaigns_id(struct crm_campaigns *m, struct crm_operation *op, const struct crm_campaign *c);
/* 1 queued, 0 this mailbox already is in the campaign, -1 */
int crm_campaigns_queue(struct crm_campaigns *m, struct crm_operation *op, int64_t campaign_id, const struct crm_delivery *d);
int crm_campaigns_has(struct crm_campaigns *m, int64_t campaign_id, const char *rcpt_key);       /* 1/0/-1 */
/* some record of this customer has a delivery in the campaign, at whatever address: 1/0/-1 */
int crm_campaigns_served(struct crm_campaigns *m, int64_t campaign_id, int64_t customer_id);
/* somebody of this customer's household has one: 1/0/-1 */
int crm_campaigns_served_home(struct crm_campaigns *m, int64_t campaign_id, int64_t customer_id);
/* whose record it is today; 0 none, -1 */
int64_t crm_campaigns_customer(struct crm_campaigns *m, int64_t record_id);
/* The next queued delivery after rcpt_key `after` ("" at first): 1/0/-1; pointers live until the next call */
int crm_campaigns_next(struct crm_campaigns *m, int64_t campaign_id, const char *after, struct crm_delivery *out);
int crm_campaigns_set(struct crm_campaigns *m, struct crm_operation *op, int64_t campaign_id, const char *rcpt_key,
		      const char *state, const char *detail);
/* the record whose e-mail the customer's golden record shows; 0 none, -1 */
int64_t crm_campaigns_mailbox_record(struct crm_campaigns *m, int64_t customer_id);

#endif
