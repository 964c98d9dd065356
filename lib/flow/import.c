#include <crm/import.h>
#include <crm/buf.h>
#include <crm/consent.h>
#include <crm/customer.h>
#include <crm/json.h>
#include <crm/map.h>
#include <crm/mem.h>
#include <crm/source.h>

#include <stdlib.h>
#include <string.h>

/* raise it when a rule of normalisation changes: the next import of an unchanged file then looks again */
static const char RULES[] = "rules 1";

struct crm_import {
	struct crm_operation *op;
	struct crm_customers *customers;
	struct crm_consents *consents;
	const struct crm_intake *intake;
	struct crm_fields header;      /* without the columns of a rejects file */
	size_t *column;                /* of the delivery, for each of header */
	int64_t source_id, layout_id;
	uint64_t layout_hash;
	int fresh;                     /* the source is new: no row can be there before */
	struct crm_buf raw, custom, why, evidence;
	int64_t added, changed;
};

static void keep_columns(struct crm_import *m, const struct crm_fields *header)
{
	m->column = crm_calloc(header->n, sizeof *m->column);
	for (size_t i = 0; i < header->n; i++)
		if (!crm_intake_is_reject_column(header->name[i]))
			m->column[crm_fields_add(&m->header, header->name[i])] = i;
}

/* equal rows under equal headers and rules have equal hashes */
static uint64_t hash_layout(const struct crm_import *m)
{
	struct crm_buf b = CRM_BUF_INIT;
	uint64_t h;

	crm_buf_puts(&b, RULES);
	for (size_t i = 0; i < m->header.n; i++)
		crm_buf_printf(&b, "\n%s=%s", m->header.name[i], crm_intake_field(m->intake, m->column[i]));
	h = crm_hash(b.s, b.n);
	crm_buf_release(&b);
	return h;
}

struct crm_import *crm_import_open(struct crm_store *s, struct crm_operation *op, const char *source,
				   const struct crm_fields *header, const struct crm_intake *intake)
{
	struct crm_import *m = crm_alloc(sizeof *m);

	m->op = op;
	m->intake = intake;
	crm_buf_init(&m->raw);
	crm_buf_init(&m->custom);
	crm_buf_init(&m->why);
	crm_buf_init(&m->evidence);
	keep_columns(m, header);
	m->layout_hash = hash_layout(m);
	m->customers = crm_customers_open(s, op);
	m->consents = crm_consents_open(s, op);
	m->source_id = crm_source_id(s, op, source, &m->fresh);
	m->layout_id = m->source_id ? crm_layout_id(s, op, &m->header) : 0;
	if (!m->layout_id) {
		crm_import_close(m);
		return NULL;
	}
	return m;
}

void crm_import_close(struct crm_import *m)
{
	if (!m)
		return;
	crm_customers_close(m->customers);
	crm_consents_close(m->consents);
	crm_fields_release(&m->header);
	free(m->column);
	crm_buf_release(&m->raw);
	crm_buf_release(&m->custom);
	crm_buf_release(&m->why);
	crm_buf_release(&m->evidence);
	free(m);
}

void crm_import_counts(const struct crm_import *m, int64_t *added, int64_t *changed)
{
	*added = m->added;
	*changed = m->changed;
}

static void raw_json(struct crm_import *m, const struct crm_record *rec)
{
	crm_buf_reset(&m->raw);
	crm_buf_putc(&m->raw, '[');
	for (size_t i = 0; i < m->header.n; i++) {
		const struct crm_cell *c = &rec->cell[m->column[i]];

		if (i)
			crm_buf_putc(&m->raw, ',');
		crm_json_text(&m->raw, c->s, c->n);
	}
	crm_buf_putc(&m->raw, ']');
}

/* null takes a key away when it is patched over an older object (RFC 7396) */
static void custom_json(struct crm_import *m, const struct crm_record *rec)
{
	crm_buf_reset(&m->custom);
	for (size_t i = 0; i < m->header.n; i++) {
		const struct crm_cell *c = &rec->cell[m->column[i]];

		if (!crm_intake_custom(m->intake, m->column[i]))
			continue;
		crm_buf_putc(&m->custom, m->custom.n ? ',' : '{');
		crm_json_text(&m->custom, m->header.name[i], strlen(m->header.name[i]));
		crm_buf_putc(&m->custom, ':');
		if (c->n)
			crm_json_text(&m->custom, c->s, c->n);
		else
			crm_buf_puts(&m->custom, "null");
	}
	if (m->custom.n)
		crm_buf_putc(&m->custom, '}');
}

static struct crm_delivery_row delivery(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row)
{
	struct crm_delivery_row d = {
		.source_id = m->source_id, .layout_id = m->layout_id, .key = row->key, .person = row->person,
		.given = row->given, .has_note = row->has_note, .note = row->note, .raw = m->raw.s,
		.file = rec->file, .line = rec->line,
	};

	custom_json(m, rec);
	d.custom = m->custom.s;
	d.digest = (int64_t)(crm_hash(m->raw.s, m->raw.n) ^ m->layout_hash);
	return d;
}

/* What the source says of mail: the first word counts as it is; later only a refusal is heard, so
 * that no import gives a consent back that was withdrawn. */
static int hear_consent(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row,
			int64_t record_id, int is_new)
{
	int known = 2;

	if (row->optin == CRM_OPTIN_UNSAID)
		return 0;
	if (!is_new && (known = crm_consents_of_record(m->consents, record_id, "mail")) < 0)
		return -1;
	if (known == 0 || (known == 1 && row->optin == CRM_OPTIN_YES))
		return 0;
	crm_buf_reset(&m->evidence);
	crm_buf_printf(&m->evidence, "%s:%ld %s", rec->file, rec->line, row->optin_column);
	return crm_consents_add(m->consents, record_id, "mail", row->optin == CRM_OPTIN_YES, "import", m->evidence.s);
}

static int add(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row,
	       const struct crm_delivery_row *d)
{
	struct crm_record_row known;

	if (crm_customers_add(m->customers, d, &known) != 0 || hear_consent(m, rec, row, known.record_id, 1) != 0)
		return -1;
	m->added++;
	return 1;
}

static int update(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row,
		  const struct crm_delivery_row *d, const struct crm_record_row *known, const char **why)
{
	if (known->digest == d->digest)
		return 1;
	if (known->delivered_op == crm_operation_id(m->op)) {
		crm_buf_reset(&m->why);
		crm_buf_printf(&m->why, "this customer number was in line %lld with other values", (long long)known->line);
		*why = m->why.s;
		return 0;
	}
	if (crm_customers_update(m->customers, d, known) < 0 || hear_consent(m, rec, row, known->record_id, 0) != 0)
		return -1;
	m->changed++;
	return 1;
}

int crm_import_put(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row, const char **why)
{
	struct crm_record_row known;
	struct crm_delivery_row d;
	int got;

	raw_json(m, rec);
	d = delivery(m, rec, row);
	if ((got = crm_customers_find(m->customers, m->source_id, row->key, &known)) < 0)
		return -1;
	got = got ? update(m, rec, row, &d, &known, why) : add(m, rec, row, &d);
	return got < 0 || crm_operation_step(m->op) != 0 ? -1 : got;
}
