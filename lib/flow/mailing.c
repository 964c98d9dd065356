#include <crm/mailing.h>
#include <crm/buf.h>
#include <crm/consent.h>
#include <crm/customer.h>
#include <crm/diag.h>
#include <crm/mailbox.h>
#include <crm/mem.h>
#include <crm/message.h>
#include <crm/message_id.h>
#include <crm/norm.h>
#include <crm/num.h>
#include <crm/template.h>

#include <stdlib.h>
#include <string.h>

enum { JAPAN_MINUTES = 540 };

struct crm_mailing {
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_template *template;
	struct crm_campaigns *campaigns;
	struct crm_customers *customers;
	struct crm_consents *consents;
	struct crm_fields fields;              /* the stream's, then the person's that it lacks */
	size_t stream_fields;
	int added[CRM_PERSON_FIELDS];          /* person field i is at stream_fields + added[i], -1: the stream has it */
	const char *key;
	int ad, per_home;
	int64_t campaign_id;
	struct crm_draft draft;
	struct crm_buf rcpt_key, message_id, message, address;
	struct crm_record *row;                /* the stream's rows with the person's cells behind */
	struct crm_cell *cell;
	size_t rows_cap;
};

struct crm_mailing *crm_mailing_open(struct crm_store *s, struct crm_operation *op, const struct crm_campaign *c,
				     struct crm_template *t, const struct crm_fields *fields)
{
	struct crm_mailing *m = crm_alloc(sizeof *m);
	int next = 0;

	m->store = s;
	m->op = op;
	m->template = t;
	m->key = c->key;
	m->ad = c->ad;
	m->per_home = c->per_home;
	m->campaigns = crm_campaigns_open(s);
	m->customers = crm_customers_open(s, op);
	m->consents = crm_consents_open(s, op);
	crm_draft_init(&m->draft);
	crm_buf_init(&m->rcpt_key);
	crm_buf_init(&m->message_id);
	crm_buf_init(&m->message);
	crm_buf_init(&m->address);
	crm_fields_copy(&m->fields, fields);
	m->stream_fields = fields->n;
	for (int i = 0; i < CRM_PERSON_FIELDS; i++) {
		m->added[i] = crm_fields_find(fields, crm_person_names[i]) < 0 ? next++ : -1;
		if (m->added[i] >= 0)
			crm_fields_add(&m->fields, crm_person_names[i]);
	}
	if (crm_template_bind(t, &m->fields) != 0 || !(m->campaign_id = crm_campaigns_id(m->campaigns, op, c))) {
		crm_mailing_close(m);
		return NULL;
	}
	return m;
}

void crm_mailing_close(struct crm_mailing *m)
{
	if (!m)
		return;
	crm_campaigns_close(m->campaigns);
	crm_customers_close(m->customers);
	crm_consents_close(m->consents);
	crm_fields_release(&m->fields);
	crm_draft_release(&m->draft);
	crm_buf_release(&m->rcpt_key);
	crm_buf_release(&m->message_id);
	crm_buf_release(&m->message);
	crm_buf_release(&m->address);
	free(m->row);
	free(m->cell);
	free(m);
}

int64_t crm_mailing_campaign(const struct crm_mailing *m)
{
	return m->campaign_id;
}

/* ---- planning ---- */

/* the stream's rows, each with the person's cells behind its own */
static void widen_rows(struct crm_mailing *m, const struct crm_person *p, const struct crm_record *rows, size_t n)
{
	size_t width = m->fields.n;

	if (n > m->rows_cap) {
		m->rows_cap = n * 2;
		m->row = crm_realloc(m->row, m->rows_cap * sizeof *m->row);
		m->cell = crm_realloc(m->cell, m->rows_cap * width * sizeof *m->cell);
	}
	for (size_t i = 0; i < n; i++) {
		struct crm_cell *cell = m->cell + i * width;

		m->row[i] = rows[i];
		m->row[i].fields = &m->fields;
		m->row[i].cell = cell;
		m->row[i].n = width;
		memcpy(cell, rows[i].cell, m->stream_fields * sizeof *cell);
		for (int f = 0; f < CRM_PERSON_FIELDS; f++)
			if (m->added[f] >= 0)
				cell[m->stream_fields + (size_t)m->added[f]] =
					(struct crm_cell){ p->text[f], strlen(p->text[f]) };
	}
}

/* NULL, or why there can be no message */
static const char *compose(struct crm_mailing *m, const struct crm_person *p)
{
	struct crm_envelope e = { p->text[CRM_PERSON_NAME], m->address.s, NULL, crm_operation_at(m->op), JAPAN_MINUTES, 0 };
	const char *what, *why;

	crm_buf_reset(&m->message_id);
	if (crm_message_id(m->key, m->rcpt_key.s, NULL, 0, m->draft.head[CRM_HEAD_FROM].s, &m->message_id) != 0)
		return "From is no mailbox";
	e.message_id = m->message_id.s;
	crm_buf_reset(&m->message);
	if (crm_message_compose(&m->draft, &e, &m->message, &what, &why) == 0)
		return NULL;
	crm_finding("%s:%ld: %s: %s", m->row[0].file, m->row[0].line, what, why);
	return why;
}

static const char *find_address(struct crm_mailing *m, const struct crm_person *p)
{
	struct crm_norm norm = { .lexicon = NULL };
	const char *why;

	if (!*p->text[CRM_PERSON_EMAIL])
		return "no e-mail address";
	crm_buf_reset(&m->address);
	if ((why = crm_mailbox_address(p->text[CRM_PERSON_EMAIL], &m->address)))
		return why;
	if (crm_norm_find("email.key")(p->text[CRM_PERSON_EMAIL], &m->rcpt_key, &norm) != 0)
		return "the address cannot be read";
	return NULL;
}

static int skip(struct crm_mailing_result *out, const char *reason)
{
	out->state = "skipped";
	out->reason = reason;
	out->message_id = "";
	return 0;
}

static int may_mail(struct crm_mailing *m, struct crm_mailing_result *out, const struct crm_person *p)
{
	const char *why = find_address(m, p);
	int got;

	if (why)
		return skip(out, why);
	out->address = m->address.s;
	if ((got = crm_consents_may_mail(m->consents, out->customer_id, m->rcpt_key.s, m->ad, &why)) == 0)
		skip(out, why);
	return got;
}

static int queue_message(struct crm_mailing *m, const struct crm_person *p, size_t rows, struct crm_mailing_result *out)
{
	struct crm_delivery d = { .rcpt_key = m->rcpt_key.s, .address = m->address.s };
	int got = crm_campaigns_has(m->campaigns, m->campaign_id, m->rcpt_key.s);
	const char *why;

	if (got)
		return got < 0 ? -1 : skip(out, "this mailbox is in the campaign already");
	if ((got = crm_campaigns_served(m->campaigns, m->campaign_id, out->customer_id)))
		return got < 0 ? -1 : skip(out, "this customer is in the campaign already");
	if (m->per_home && (got = crm_campaigns_served_home(m->campaigns, m->campaign_id, out->customer_id)))
		return got < 0 ? -1 : skip(out, "this household is in the campaign already");
	if ((d.record_id = crm_campaigns_mailbox_record(m->campaigns, out->customer_id)) <= 0)
		return d.record_id < 0 ? -1 : skip(out, "no record has this address");
	/* one person's missing value stops nobody else's message */
	if (crm_template_render(m->template, m->row, rows, &m->draft) != 0)
		return skip(out, "a value that the template needs is missing");
	if ((why = compose(m, p)))
		return skip(out, why);
	d.message_id = m->message_id.s;
	d.message = m->message.s;
	d.n = m->message.n;
	if (crm_campaigns_queue(m->campaigns, m->op, m->campaign_id, &d) < 0)
		return -1;
	out->state = "queued";
	out->message_id = m->message_id.s;
	return 0;
}

int crm_mailing_plan(struct crm_mailing *m, const char *customer, const struct crm_record *rows, size_t n,
		     struct crm_mailing_result *out)
{
	struct crm_person p;
	int64_t id;
	int got;

	*out = (struct crm_mailing_result){ 0, "", "", "", "" };
	if (crm_num_int(customer, &id) == 0)
		out->customer_id = crm_customers_resolve(m->customers, id);
	if (out->customer_id <= 0) {
		crm_finding("%s:%ld: customer_id: '%s' is no customer of this store", rows[0].file, rows[0].line,
			    crm_quoted(customer));
		return out->customer_id < 0 ? -1 : skip(out, "no such customer");
	}
	if (crm_customers_person(m->customers, out->customer_id, &p) != 1) {
		crm_error("customer %lld is not there; the store is damaged", (long long)out->customer_id);
		return -1;
	}
	if ((got = may_mail(m, out, &p)) != 1)
		return got;
	widen_rows(m, &p, rows, n);
	return queue_message(m, &p, n, out);
}
