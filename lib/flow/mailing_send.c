#include <crm/mailing.h>
#include <crm/buf.h>
#include <crm/consent.h>
#include <crm/maildir.h>

enum { BATCH = 1000 };

struct sending {
	struct crm_store *store;
	struct crm_campaigns *campaigns;
	struct crm_maildir *dir;
	int64_t campaign_id, sent;
	int ad;
	struct crm_buf last;           /* the mailbox that was dealt with last */
};

/* 1 it may still go, 0 it may not since the plan (*why), -1 */
static int still_wanted(struct sending *x, struct crm_operation *op, const struct crm_delivery *d, const char **why)
{
	struct crm_consents *c = crm_consents_open(x->store, op);
	int64_t customer = crm_campaigns_customer(x->campaigns, d->record_id);
	int got = customer > 0 ? crm_consents_may_mail(c, customer, d->rcpt_key, x->ad, why) : -1;

	crm_consents_close(c);
	return got;
}

/* The maildir knows what it has: a message that was delivered by a run that died before it could say so
 * is only recorded. */
static int send_one(struct sending *x, struct crm_operation *op, const struct crm_delivery *d)
{
	const char *why = NULL;
	int wanted = still_wanted(x, op, d, &why);

	if (wanted < 0 || (wanted && crm_maildir_deliver(x->dir, d->message_id, d->message, d->n) < 0))
		return -1;
	crm_buf_reset(&x->last);
	crm_buf_puts(&x->last, d->rcpt_key);
	crm_operation_count(op, wanted ? "sent" : "refused", 1);
	x->sent += wanted;
	return crm_campaigns_set(x->campaigns, op, x->campaign_id, x->last.s, wanted ? "sent" : "refused",
				 wanted ? NULL : why);
}

/* up to BATCH queued messages; 1 there may be more, 0 none was left, -1 */
static int send_batch(struct sending *x, struct crm_operation *op)
{
	struct crm_delivery d;
	int got = 0;

	for (int i = 0; i < BATCH && (got = crm_campaigns_next(x->campaigns, x->campaign_id, x->last.s, &d)) == 1; i++)
		if (send_one(x, op, &d) != 0)
			return -1;
	return got < 0 || crm_maildir_sync(x->dir) != 0 ? -1 : got;
}

static int send_all(struct sending *x, const struct crm_operation_opts *o)
{
	int more = 1;

	while (more == 1) {
		struct crm_operation *op = crm_operation_begin(x->store, "send", o);

		if (!op || (more = send_batch(x, op)) < 0) {
			crm_operation_abandon(op);
			more = -1;
		} else if (crm_operation_commit(op) != 0) {
			more = -1;
		}
	}
	return more;
}

int crm_mailing_send(struct crm_store *s, const struct crm_operation_opts *o, int64_t campaign_id, int ad,
		     const char *maildir, int64_t *sent)
{
	struct sending x = { .store = s, .campaign_id = campaign_id, .ad = ad, .dir = crm_maildir_open(maildir) };
	int bad;

	if (!x.dir)
		return -1;
	x.campaigns = crm_campaigns_open(s);
	crm_buf_init(&x.last);
	bad = send_all(&x, o);
	*sent = x.sent;
	crm_buf_release(&x.last);
	crm_campaigns_close(x.campaigns);
	return crm_maildir_close(x.dir) || bad ? -1 : 0;
}
