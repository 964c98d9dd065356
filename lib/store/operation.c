#include <crm/operation.h>
#include <crm/chain.h>
#include <crm/changeset.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/json.h>
#include <crm/who.h>
#include <crm/writer.h>

#include <stdlib.h>
#include <string.h>

struct count {
	char *what;
	int64_t n;
};

struct crm_operation {
	struct crm_store *store;
	struct crm_recorder *recorder;
	struct crm_writer *show;           /* only in a dry run */
	struct crm_operation_opts opts;
	const char *kind;
	int64_t id, at, undoes, next_customer, before;
	unsigned char prev[CRM_SHA], input[CRM_SHA];
	int has_input;
	struct count *count;
	size_t counts, cap;
};

const struct crm_opt crm_operation_options[] = {
	{ CRM_FLAG, 'n', "dry-run", offsetof(struct crm_operation_opts, dry_run), NULL,
	  "print the difference, change nothing", NULL },
	{ CRM_TEXT, 0, "why", offsetof(struct crm_operation_opts, why), "TEXT", "the reason, kept in the log", NULL },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

const struct crm_opt crm_why_options[] = {
	{ CRM_TEXT, 0, "why", offsetof(struct crm_operation_opts, why), "TEXT", "the reason, kept in the log", NULL },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const char INSERT[] = "INSERT INTO operation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
			     " ?14, ?15, ?16, ?17, NULL, ?18, ?19, ?20, ?21)";

/* ---- beginning ---- */

static int start_recording(struct crm_operation *op)
{
	if (op->opts.dry_run && !(op->show = crm_changeset_writer()))
		return -1;
	op->recorder = crm_recorder_new(op->store, op->id, op->show);
	return crm_recorder_enable(op->recorder, 1);
}

struct crm_operation *crm_operation_begin(struct crm_store *s, const char *kind, const struct crm_operation_opts *o)
{
	struct crm_operation *op = crm_alloc(sizeof *op);
	int64_t last = 0;

	op->store = s;
	op->kind = kind;
	op->opts = *o;
	op->at = crm_date_now();
	if (crm_store_exec(s, "BEGIN IMMEDIATE") != 0) {
		free(op);
		return NULL;
	}
	if (crm_chain_last(s, op->prev, &last, &op->next_customer) != 0) {
		crm_operation_abandon(op);
		return NULL;
	}
	op->id = last + 1;
	op->before = crm_store_changes(s);
	if (start_recording(op) != 0) {
		crm_operation_abandon(op);
		return NULL;
	}
	return op;
}

int64_t crm_operation_id(const struct crm_operation *op)
{
	return op->id;
}

int64_t crm_operation_at(const struct crm_operation *op)
{
	return op->at;
}

int crm_operation_dry(const struct crm_operation *op)
{
	return op->opts.dry_run;
}

int crm_operation_keep(struct crm_operation *op, int on)
{
	return crm_recorder_enable(op->recorder, on || op->opts.dry_run);
}

int crm_operation_step(struct crm_operation *op)
{
	return crm_recorder_step(op->recorder);
}

int64_t crm_operation_new_customer(struct crm_operation *op)
{
	return op->next_customer++;
}

void crm_operation_count(struct crm_operation *op, const char *what, int64_t n)
{
	for (size_t i = 0; i < op->counts; i++)
		if (!strcmp(op->count[i].what, what)) {
			op->count[i].n += n;
			return;
		}
	if (!n)
		return;
	CRM_GROW(op->count, op->counts, op->cap);
	op->count[op->counts++] = (struct count){ crm_strdup(what), n };
}

void crm_operation_input(struct crm_operation *op, const unsigned char sha[32])
{
	memcpy(op->input, sha, CRM_SHA);
	op->has_input = 1;
}

void crm_operation_undoes(struct crm_operation *op, int64_t id)
{
	op->undoes = id;
}

/* ---- the log row ---- */

static void counts_json(const struct crm_operation *op, struct crm_buf *out)
{
	crm_buf_putc(out, '{');
	for (size_t i = 0; i < op->counts; i++) {
		if (i)
			crm_buf_putc(out, ',');
		crm_json_text(out, op->count[i].what, strlen(op->count[i].what));
		crm_buf_printf(out, ":%lld", (long long)op->count[i].n);
	}
	crm_buf_putc(out, '}');
}

static void bind_who(struct crm_stmt *st, const struct crm_who *w)
{
	crm_stmt_string(st, 8, w->login);
	crm_stmt_int(st, 9, w->uid);
	crm_stmt_string(st, 10, w->sudo_user);
	crm_stmt_string(st, 11, w->host);
	crm_stmt_string(st, 12, w->machine);
	crm_stmt_string(st, 13, w->tty);
	crm_stmt_string(st, 14, w->remote);
}

static void bind_row(struct crm_stmt *st, const struct crm_operation *op, const char *args, const char *counts)
{
	crm_stmt_int(st, 1, op->id);
	crm_stmt_int(st, 2, op->at);
	crm_stmt_string(st, 3, op->kind);
	crm_stmt_string(st, 4, crm_program());
	crm_stmt_string(st, 5, CRM_VERSION);
	crm_stmt_string(st, 6, args);
	crm_stmt_string(st, 7, op->opts.why ? op->opts.why : "");
	if (op->undoes)
		crm_stmt_int(st, 15, op->undoes);
	crm_stmt_string(st, 16, counts);
	if (op->has_input)
		crm_stmt_blob(st, 17, op->input, CRM_SHA);
	crm_stmt_int(st, 19, op->next_customer);
	crm_stmt_blob(st, 20, op->prev, CRM_SHA);
}

/* The row is written once inside a savepoint: there its hash is computed by the same statement
 * that crm-audit verify uses, so that the two can never disagree. */
static int insert_row(struct crm_operation *op, struct crm_stmt *st)
{
	unsigned char hash[CRM_SHA] = { 0 };
	int rc;

	crm_stmt_blob(st, 21, hash, CRM_SHA);
	if (crm_store_exec(op->store, "SAVEPOINT log") != 0 || crm_stmt_run(st) != 0 ||
	    crm_chain_hash(op->store, op->id, hash) != 0)
		return -1;
	if (crm_store_exec(op->store, "ROLLBACK TO log; RELEASE log") != 0)
		return -1;
	crm_stmt_blob(st, 21, hash, CRM_SHA);
	rc = crm_stmt_run(st);
	return rc;
}

static int write_log(struct crm_operation *op)
{
	struct crm_buf args = CRM_BUF_INIT, counts = CRM_BUF_INIT;
	unsigned char change[CRM_SHA];
	struct crm_who who;
	struct crm_stmt *st = crm_stmt_prepare(op->store, INSERT);
	int rc = -1;

	crm_who_get(&who);
	crm_who_arguments(&args);
	counts_json(op, &counts);
	if (st && crm_chain_change_hash(op->store, op->id, change) == 0) {
		bind_who(st, &who);
		bind_row(st, op, args.s, counts.s);
		if (op->recorder && crm_recorder_parts(op->recorder))
			crm_stmt_blob(st, 18, change, CRM_SHA);
		rc = insert_row(op, st);
	}
	crm_stmt_free(st);
	crm_who_release(&who);
	crm_buf_release(&args);
	crm_buf_release(&counts);
	return rc;
}

/* ---- ending ---- */

static void release(struct crm_operation *op)
{
	crm_recorder_free(op->recorder);
	if (op->show)
		crm_writer_close(op->show);
	for (size_t i = 0; i < op->counts; i++)
		free(op->count[i].what);
	free(op->count);
	free(op);
}

void crm_operation_abandon(struct crm_operation *op)
{
	if (!op)
		return;
	crm_recorder_free(op->recorder);
	op->recorder = NULL;
	crm_store_rollback(op->store);
	release(op);
}

static int commit(struct crm_operation *op)
{
	if (crm_recorder_finish(op->recorder) != 0)
		return -1;
	if (op->opts.dry_run || crm_store_changes(op->store) == op->before) {
		crm_store_rollback(op->store);
		return 0;
	}
	/* no receipt, no change: what was printed must have arrived before the change counts */
	if (crm_finish() >= CRM_FAILED || write_log(op) != 0)
		return -1;
	return crm_store_exec(op->store, "COMMIT");
}

int crm_operation_commit(struct crm_operation *op)
{
	if (commit(op) != 0) {
		crm_operation_abandon(op);
		return -1;
	}
	release(op);
	return 0;
}

/* ---- readers: one log row, no change ---- */

int64_t crm_operation_log(struct crm_store *s, const char *kind, const char *why)
{
	struct crm_operation op = { .store = s, .kind = kind, .at = crm_date_now(), .opts.why = why };
	int64_t last;

	if (crm_store_exec(s, "BEGIN IMMEDIATE") != 0)
		return 0;
	if (crm_chain_last(s, op.prev, &last, &op.next_customer) != 0) {
		crm_store_rollback(s);
		return 0;
	}
	op.id = last + 1;
	if (write_log(&op) != 0 || crm_store_exec(s, "COMMIT") != 0) {
		crm_store_rollback(s);
		return 0;
	}
	return op.id;
}
