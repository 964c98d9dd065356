#include <crm/mailing.h>
#include <crm/buf.h>
#include <crm/maildir.h>

enum { BATCH = 1000 };

/* Up to BATCH queued messages after *last; 1 there may be more, 0 none was left, -1.
 * The maildir knows what it has: a message that was delivered by a run that died before it could say so
 * is only recorded. */
static int send_batch(struct crm_campaigns *m, struct crm_operation *op, int64_t campaign_id, struct crm_maildir *dir,
		      struct crm_buf *last, int64_t *sent)
{
	struct crm_delivery d;
	int got = 0;

	for (int i = 0; i < BATCH && (got = crm_campaigns_next(m, campaign_id, last->s, &d)) == 1; i++) {
		if (crm_maildir_deliver(dir, d.message_id, d.message, d.n) < 0)
			return -1;
		crm_buf_reset(last);
		crm_buf_puts(last, d.rcpt_key);
		if (crm_campaigns_set(m, op, campaign_id, last->s, "sent", NULL) != 0)
			return -1;
		crm_operation_count(op, "sent", 1);
		++*sent;
	}
	return got < 0 || crm_maildir_sync(dir) != 0 ? -1 : got;
}

static int send_all(struct crm_store *s, const struct crm_operation_opts *o, int64_t campaign_id, struct crm_maildir *dir,
		    int64_t *sent)
{
	struct crm_campaigns *m = crm_campaigns_open(s);
	struct crm_buf last = CRM_BUF_INIT;
	int more = 1;

	while (more == 1) {
		struct crm_operation *op = crm_operation_begin(s, "send", o);

		if (!op || (more = send_batch(m, op, campaign_id, dir, &last, sent)) < 0) {
			crm_operation_abandon(op);
			more = -1;
		} else if (crm_operation_commit(op) != 0) {
			more = -1;
		}
	}
	crm_buf_release(&last);
	crm_campaigns_close(m);
	return more;
}

int crm_mailing_send(struct crm_store *s, const struct crm_operation_opts *o, int64_t campaign_id, const char *maildir,
		     int64_t *sent)
{
	struct crm_maildir *dir = crm_maildir_open(maildir);
	int bad;

	if (!dir)
		return -1;
	bad = send_all(s, o, campaign_id, dir, sent);
	return crm_maildir_close(dir) || bad ? -1 : 0;
}
