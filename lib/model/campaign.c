#include <crm/campaign.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

enum { FIND, ADD, QUEUE, HAS, SERVED, SERVED_HOME, NEXT, SET, MAILBOX, OWNER, STATEMENTS };

static const char *const text[STATEMENTS] = {
	[FIND] = "SELECT campaign_id, class, template_sha, via FROM campaign WHERE key = ?1",
	[ADD] = "INSERT INTO campaign (key, class, template_sha, via, created_op, changed_op) VALUES (?1, ?2, ?3, ?4, ?5, ?5)"
		" RETURNING campaign_id",
	[QUEUE] = "INSERT INTO delivery VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7, NULL, ?8, ?8) ON CONFLICT DO NOTHING",
	[HAS] = "SELECT 1 FROM delivery WHERE campaign_id = ?1 AND rcpt_key = ?2",
	[SERVED] = "SELECT 1 FROM record r JOIN delivery d USING (record_id) WHERE r.customer_id = ?2 AND d.campaign_id = ?1"
		   " LIMIT 1",
	[SERVED_HOME] = "SELECT 1 FROM customer me JOIN customer c ON c.household_id = me.household_id"
			" JOIN record r ON r.customer_id = c.customer_id JOIN delivery d USING (record_id)"
			" WHERE me.customer_id = ?2 AND d.campaign_id = ?1 LIMIT 1",
	[OWNER] = "SELECT customer_id FROM record WHERE record_id = ?1",
	[NEXT] = "SELECT rcpt_key, record_id, address, message_id, message FROM delivery"
		 " WHERE campaign_id = ?1 AND rcpt_key > ?2 AND state = 'queued' ORDER BY rcpt_key LIMIT 1",
	[SET] = "UPDATE delivery SET state = ?3, detail = ?4, at = ?5, changed_op = ?6 WHERE campaign_id = ?1 AND rcpt_key = ?2",
	[MAILBOX] = "SELECT coalesce(json_extract(origin, '$.email'), (SELECT record_id FROM record r"
		    " WHERE r.customer_id = c.customer_id AND r.email = c.email ORDER BY record_id LIMIT 1))"
		    " FROM customer c WHERE customer_id = ?1 AND email IS NOT NULL",
};

struct crm_campaigns {
	struct crm_store *store;
	struct crm_sql sql;
};

struct crm_campaigns *crm_campaigns_open(struct crm_store *s)
{
	struct crm_campaigns *m = crm_alloc(sizeof *m);

	m->store = s;
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	return m;
}

void crm_campaigns_close(struct crm_campaigns *m)
{
	if (!m)
		return;
	crm_sql_release(&m->sql);
	free(m);
}

/* an existing campaign must be the same one: its recipients were promised this text */
static int64_t same_campaign(struct crm_stmt *st, const struct crm_campaign *c)
{
	int64_t id = crm_stmt_col_int(st, 0);
	size_t n;
	const void *sha = crm_stmt_col_blob(st, 2, &n);

	if (n != 32 || memcmp(sha, c->template_sha, 32)) {
		crm_error("campaign '%s' exists with another template: give the new text a new name", crm_quoted(c->key));
		id = 0;
	} else if (strcmp(crm_stmt_col_text(st, 1), c->ad ? "ad" : "tx")) {
		crm_error("campaign '%s' exists with another class", crm_quoted(c->key));
		id = 0;
	} else if (strcmp(crm_stmt_col_text(st, 3), c->via)) {
		crm_error("campaign '%s' is delivered via %s: another way could send twice", crm_quoted(c->key),
			  crm_quoted(crm_stmt_col_text(st, 3)));
		id = 0;
	}
	crm_stmt_reset(st);
	return id;
}

int64_t crm_campaigns_id(struct crm_campaigns *m, struct crm_operation *op, const struct crm_campaign *c)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, FIND);
	int64_t id = 0;
	int got;

	if (!st)
		return 0;
	crm_stmt_string(st, 1, c->key);
	if ((got = crm_stmt_step(st)) != 0)
		return got < 0 ? 0 : same_campaign(st, c);
	if (!(st = crm_sql_get(&m->sql, ADD)))
		return 0;
	crm_stmt_string(st, 1, c->key);
	crm_stmt_string(st, 2, c->ad ? "ad" : "tx");
	crm_stmt_blob(st, 3, c->template_sha, 32);
	crm_stmt_string(st, 4, c->via);
	crm_stmt_int(st, 5, crm_operation_id(op));
	crm_operation_keep(op, 0);
	if (crm_stmt_step(st) == 1) {
		id = crm_stmt_col_int(st, 0);
		crm_stmt_step(st);
	}
	crm_operation_keep(op, 1);
	return id;
}

int crm_campaigns_queue(struct crm_campaigns *m, struct crm_operation *op, int64_t campaign_id, const struct crm_delivery *d)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, QUEUE);
	int64_t before = crm_store_changes(m->store);
	int bad;

	if (!st || crm_operation_keep(op, 0) != 0)
		return -1;
	crm_stmt_int(st, 1, campaign_id);
	crm_stmt_string(st, 2, d->rcpt_key);
	crm_stmt_int(st, 3, d->record_id);
	crm_stmt_string(st, 4, d->address);
	crm_stmt_string(st, 5, d->message_id);
	crm_stmt_blob(st, 6, d->message, d->n);
	crm_stmt_int(st, 7, crm_operation_at(op));
	crm_stmt_int(st, 8, crm_operation_id(op));
	bad = crm_stmt_run(st);
	if (crm_operation_keep(op, 1) != 0 || bad)
		return -1;
	return crm_store_changes(m->store) > before;
}

int crm_campaigns_has(struct crm_campaigns *m, int64_t campaign_id, const char *rcpt_key)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, HAS);
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, campaign_id);
	crm_stmt_string(st, 2, rcpt_key);
	if ((got = crm_stmt_step(st)) == 1)
		crm_stmt_reset(st);
	return got;
}

static int is_served(struct crm_campaigns *m, int statement, int64_t campaign_id, int64_t customer_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, statement);
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, campaign_id);
	crm_stmt_int(st, 2, customer_id);
	if ((got = crm_stmt_step(st)) == 1)
		crm_stmt_reset(st);
	return got;
}

int crm_campaigns_served(struct crm_campaigns *m, int64_t campaign_id, int64_t customer_id)
{
	return is_served(m, SERVED, campaign_id, customer_id);
}

int crm_campaigns_served_home(struct crm_campaigns *m, int64_t campaign_id, int64_t customer_id)
{
	return is_served(m, SERVED_HOME, campaign_id, customer_id);
}

int64_t crm_campaigns_customer(struct crm_campaigns *m, int64_t record_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, OWNER);
	int64_t id = 0;
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, record_id);
	if ((got = crm_stmt_step(st)) == 1) {
		id = crm_stmt_col_int(st, 0);
		crm_stmt_reset(st);
	}
	return got < 0 ? -1 : id;
}

int crm_campaigns_next(struct crm_campaigns *m, int64_t campaign_id, const char *after, struct crm_delivery *out)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, NEXT);
	int got;

	if (!st)
		return -1;
	crm_stmt_reset(st);
	crm_stmt_int(st, 1, campaign_id);
	crm_stmt_string(st, 2, after);
	if ((got = crm_stmt_step(st)) != 1)
		return got;
	out->rcpt_key = crm_stmt_col_text(st, 0);
	out->record_id = crm_stmt_col_int(st, 1);
	out->address = crm_stmt_col_text(st, 2);
	out->message_id = crm_stmt_col_text(st, 3);
	out->message = crm_stmt_col_blob(st, 4, &out->n);
	return 1;
}

int crm_campaigns_set(struct crm_campaigns *m, struct crm_operation *op, int64_t campaign_id, const char *rcpt_key,
		      const char *state, const char *detail)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, SET);

	if (!st)
		return -1;
	crm_stmt_int(st, 1, campaign_id);
	crm_stmt_string(st, 2, rcpt_key);
	crm_stmt_string(st, 3, state);
	crm_stmt_text(st, 4, detail);
	crm_stmt_int(st, 5, crm_operation_at(op));
	crm_stmt_int(st, 6, crm_operation_id(op));
	return crm_stmt_run(st) || crm_operation_step(op) ? -1 : 0;
}

int64_t crm_campaigns_mailbox_record(struct crm_campaigns *m, int64_t customer_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, MAILBOX);
	int64_t id;
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, customer_id);
	if ((got = crm_stmt_step(st)) != 1)
		return got;
	id = crm_stmt_col_int(st, 0);
	crm_stmt_reset(st);
	return id;
}
