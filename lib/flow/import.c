#include <crm/import.h>
#include <crm/buf.h>
#include <crm/consent.h>
#include <crm/customer.h>
#include <crm/findings.h>
#include <crm/import_batch.h>
#include <crm/json.h>
#include <crm/map.h>
#include <crm/mem.h>
#include <crm/source.h>
#include <crm/worker.h>

#include <stdlib.h>
#include <string.h>

/* raise it when a rule of normalisation changes: the next import of an unchanged file then looks again */
static const char RULES[] = "rules 3";

enum { WAITING = 16384 };      /* bits */

struct crm_import {
	struct crm_operation *op;
	struct crm_customers *customers;
	struct crm_consents *consents;
	struct crm_intake *intake;
	struct crm_rejects *rejects;
	struct crm_seen *seen;
	struct crm_findings *findings;
	int strict;
	struct crm_fields header;      /* without the columns of a rejects file */
	struct crm_import_layout layout;
	int64_t source_id, layout_id;
	int fresh;                     /* the source is new: no row can be there before */
	/* one batch is filled while the other is normalised; then that one is written */
	struct crm_import_batch *filling, *ahead;
	struct crm_worker *worker;
	struct crm_buf greatest;       /* key of a fresh source so far: what is greater cannot be there */
	uint64_t waiting[WAITING / 64];        /* a bit for the hash of each key that is not written yet */
	struct crm_buf custom, why, evidence;
	int64_t added, changed;
};

static void keep_columns(struct crm_import *m, const struct crm_fields *header)
{
	size_t n = crm_intake_first(m->intake) ? crm_intake_first(m->intake) : header->n;

	m->layout.mapped = n < header->n ? n : 0;
	m->layout.column = crm_calloc(header->n, sizeof *m->layout.column);
	for (size_t i = 0; i < n; i++)
		if (!crm_intake_is_reject_column(header->name[i]))
			m->layout.column[crm_fields_add(&m->header, header->name[i])] = i;
	m->layout.n = m->header.n;
}

/* equal rows under equal headers and rules have equal hashes */
static uint64_t hash_layout(const struct crm_import *m, const struct crm_fields *header, const struct crm_norm_opts *o)
{
	struct crm_buf b = CRM_BUF_INIT;
	uint64_t h;

	crm_buf_puts(&b, RULES);
	for (size_t i = 0; i < m->header.n; i++)
		crm_buf_printf(&b, "\n%s=%s", m->header.name[i], crm_intake_field(m->intake, m->layout.column[i]));
	if (o->century || o->date_order || o->excel_serial || o->gender_map)
		crm_buf_printf(&b, "\n%d %d %d %s", (int)o->century, o->date_order, o->excel_serial,
			       o->gender_map ? o->gender_map : "");
	for (size_t i = m->layout.mapped; i && i < header->n; i++)
		crm_buf_printf(&b, "\n%s", header->name[i]);
	h = crm_hash(b.s, b.n);
	crm_buf_release(&b);
	return h;
}

struct crm_import *crm_import_open(struct crm_store *s, struct crm_operation *op, const struct crm_import_opts *o,
				   const struct crm_fields *header, struct crm_intake *intake)
{
	struct crm_import *m = crm_alloc(sizeof *m);

	m->op = op;
	m->intake = intake;
	m->rejects = o->rejects;
	m->seen = o->seen;
	m->strict = o->strict;
	m->findings = crm_findings_new();
	crm_buf_init(&m->greatest);
	crm_buf_init(&m->custom);
	crm_buf_init(&m->why);
	crm_buf_init(&m->evidence);
	keep_columns(m, header);
	m->layout.hash = hash_layout(m, header, o->norm);
	m->customers = crm_customers_open(s, op);
	m->consents = crm_consents_open(s, op);
	m->source_id = crm_source_id(s, op, o->source, &m->fresh);
	m->layout_id = m->source_id ? crm_layout_id(s, op, &m->header) : 0;
	m->filling = crm_import_batch_new(intake, &m->layout);
	m->ahead = crm_import_batch_new(intake, &m->layout);
	m->worker = crm_worker_start(crm_import_batch_normalise);
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
	crm_worker_stop(m->worker);
	crm_import_batch_free(m->filling);
	crm_import_batch_free(m->ahead);
	crm_findings_free(m->findings);
	crm_customers_close(m->customers);
	crm_consents_close(m->consents);
	crm_fields_release(&m->header);
	free(m->layout.column);
	crm_buf_release(&m->greatest);
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

int64_t crm_import_doubtful(const struct crm_import *m)
{
	return crm_findings_doubtful(m->findings);
}

/* The columns without a home.  In an update null takes a key away (RFC 7396), a new record has no keys
 * to lose. */
static void custom_json(struct crm_import *m, const struct crm_record *rec, int is_new)
{
	crm_buf_reset(&m->custom);
	for (size_t i = 0; i < rec->n; i++) {
		const struct crm_cell *c = &rec->cell[i];
		const char *name = rec->fields->name[i];

		if (!crm_intake_custom(m->intake, i) || (is_new && !c->n))
			continue;
		crm_buf_putc(&m->custom, m->custom.n ? ',' : '{');
		crm_json_text(&m->custom, name, strlen(name));
		crm_buf_putc(&m->custom, ':');
		if (c->n)
			crm_json_text(&m->custom, c->s, c->n);
		else
			crm_buf_puts(&m->custom, "null");
	}
	if (m->custom.n)
		crm_buf_putc(&m->custom, '}');
}

static struct crm_delivery_row delivery(struct crm_import *m, const struct crm_record *rec,
					const struct crm_import_item *item, int is_new)
{
	const struct crm_intake_row *row = &item->row;

	custom_json(m, rec, is_new);
	return (struct crm_delivery_row){
		.source_id = m->source_id, .layout_id = m->layout_id, .key = row->key, .person = row->person,
		.given = row->given, .has_note = row->has_note, .note = row->note, .raw = item->raw.s,
		.digest = item->digest, .custom = m->custom.s, .file = rec->file, .line = rec->line,
	};
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

/* ---- rows that wait to be written ---- */

static int flush(struct crm_import *m)
{
	memset(m->waiting, 0, sizeof m->waiting);
	return crm_customers_flush(m->customers) || crm_consents_flush(m->consents) || crm_operation_step(m->op) ? -1 : 0;
}

static uint64_t *waiting(struct crm_import *m, const char *key, uint64_t *bit)
{
	uint64_t h = crm_hash(key, strlen(key)) % WAITING;

	*bit = (uint64_t)1 << h % 64;
	return &m->waiting[h / 64];
}

static void wait_for_flush(struct crm_import *m, const char *key)
{
	uint64_t bit, *word = waiting(m, key, &bit);

	*word |= bit;
}

static int find(struct crm_import *m, const char *key, struct crm_record_row *known)
{
	uint64_t bit;

	if (m->fresh && strcmp(key, m->greatest.s) > 0) {
		crm_buf_reset(&m->greatest);
		crm_buf_puts(&m->greatest, key);
		return 0;
	}
	if (*waiting(m, key, &bit) & bit && flush(m) != 0)
		return -1;
	return crm_customers_find(m->customers, m->source_id, key, known);
}

/* ---- one row ---- */

static const char *key_column(const struct crm_import *m, const struct crm_record *rec)
{
	return rec->fields->name[crm_intake_key_column(m->intake)];
}

/* what the reader says of the row as a whole, or that it has no number */
static int reject_row(struct crm_import *m, const struct crm_record *rec, const char *why)
{
	const char *value = rec->error ? "" : crm_record_text(rec, (int)crm_intake_key_column(m->intake));

	return crm_reject(m->rejects, rec, rec->error ? NULL : key_column(m, rec), *value ? value : NULL, why);
}

static int add(struct crm_import *m, const struct crm_record *rec, const struct crm_import_item *item)
{
	struct crm_delivery_row d = delivery(m, rec, item, 1);
	struct crm_record_row known;

	if (crm_customers_add(m->customers, &d, &known) != 0 || hear_consent(m, rec, &item->row, known.record_id, 1) != 0)
		return -1;
	wait_for_flush(m, item->row.key);
	m->added++;
	return 0;
}

static int update(struct crm_import *m, const struct crm_record *rec, const struct crm_import_item *item,
		  const struct crm_record_row *known)
{
	struct crm_delivery_row d;
	long before = known->delivered_op == crm_operation_id(m->op) ? (long)known->line :
								       crm_seen_line(m->seen, known->record_id);

	if (before) {
		crm_buf_reset(&m->why);
		crm_buf_printf(&m->why, "this customer number was in line %ld with other values", before);
		return crm_reject(m->rejects, rec, key_column(m, rec), item->row.key, m->why.s);
	}
	d = delivery(m, rec, item, 0);
	if (crm_customers_update(m->customers, &d, known) < 0 || hear_consent(m, rec, &item->row, known->record_id, 0) != 0)
		return -1;
	m->changed++;
	return crm_operation_step(m->op);
}

/* values that could not be read or were mended: 1 the row goes in, 0 it was rejected, -1 */
static int heed_findings(struct crm_import *m, const struct crm_record *rec, const struct crm_intake_row *row)
{
	for (size_t i = 0; i < row->findings; i++) {
		const struct crm_intake_finding *f = &row->finding[i];

		if (m->strict && !f->warning)
			return crm_reject(m->rejects, rec, f->column, f->value, f->reason);
		crm_findings_add(m->findings, rec, f);
	}
	return 1;
}

/* ---- batches ---- */

/* is the row in the store as it is? */
static int look_up(struct crm_import *m, const struct crm_record *rec, struct crm_import_item *item)
{
	struct crm_record_row known;
	int got;

	item->failure = crm_intake_key_fault(item->intake, rec);
	if (item->failure || m->fresh)
		return 0;
	crm_import_item_digest(item, rec, &m->layout);
	got = crm_customers_find(m->customers, m->source_id, crm_intake_key(item->intake, rec), &known);
	item->settled = got == 1 && known.digest == item->digest;
	item->record_id = item->settled ? known.record_id : 0;
	return got < 0 ? -1 : 0;
}

static int write_row(struct crm_import *m, struct crm_import_batch *b, size_t i)
{
	const struct crm_record *rec = &b->rows.row[i];
	struct crm_import_item *item = &b->item[i];
	struct crm_record_row known;
	int got, good;

	if (item->failure)
		return reject_row(m, rec, item->failure);
	if (item->settled && b->written_before == m->added + m->changed) {
		crm_seen_add(m->seen, item->record_id, rec->line);
		return 0;
	}
	if (item->settled)             /* it may have come again since it was looked up */
		crm_import_item_normalise(item, rec, &m->layout);
	got = find(m, item->row.key, &known);
	if (got < 0)
		return -1;
	if (got == 1 && known.digest == item->digest) {
		crm_seen_add(m->seen, known.record_id, rec->line);
		return 0;
	}
	if ((good = heed_findings(m, rec, &item->row)) != 1)
		return good;
	return got ? update(m, rec, item, &known) : add(m, rec, item);
}

/* what was normalised is written while the worker normalises what was read meanwhile */
static int turn(struct crm_import *m)
{
	struct crm_import_batch *done = m->ahead;
	int bad = 0;

	crm_import_batch_normalise(m->ahead);          /* better than to wait */
	crm_worker_wait(m->worker);
	crm_worker_give(m->worker, m->filling);
	m->ahead = m->filling;
	m->filling = done;
	for (size_t i = 0; i < done->rows.n && !bad; i++)
		bad = write_row(m, done, i);
	bad = bad || flush(m);         /* the batch owns the texts */
	crm_import_batch_clear(done);
	done->written_before = m->added + m->changed;
	return bad ? -1 : 0;
}

int crm_import_put(struct crm_import *m, const struct crm_record *rec)
{
	struct crm_import_item *item = crm_import_batch_add(m->filling, rec);

	if (!item->failure && look_up(m, rec, item) != 0)
		return -1;
	return crm_import_batch_is_full(m->filling) ? turn(m) : 0;
}

int crm_import_finish(struct crm_import *m)
{
	return turn(m) || turn(m) ? -1 : 0;
}

void crm_import_print_findings(const struct crm_import *m, const char *file)
{
	crm_findings_print(m->findings, file);
}
