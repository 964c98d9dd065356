#include <crm/operation.h>
#include <crm/chain.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/writer.h>

#include <sodium.h>

#include <stdlib.h>

enum { RECEIPT_WAIT = 600 };       /* the program behind us in the pipe may be writing */

struct crm_reading {
	struct crm_store *store;
	int64_t id;
};

struct crm_reading *crm_reading_begin(struct crm_store *s, const char *kind, const char *why)
{
	struct crm_reading *r;
	int64_t id = crm_operation_log(s, kind, why);

	if (!id || crm_store_exec(s, "BEGIN") != 0)
		return NULL;
	r = crm_alloc(sizeof *r);
	r->store = s;
	r->id = id;
	return r;
}

static int receipt(struct crm_store *s, int64_t id, int64_t rows, const unsigned char sha[CRM_SHA])
{
	struct crm_stmt *st = crm_stmt_prepare(s, "INSERT INTO receipt VALUES (?1, ?2, ?3, ?4, ?5)");
	unsigned char hash[CRM_SHA] = { 0 };
	int rc = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, id);
	crm_stmt_int(st, 2, crm_date_now());
	crm_stmt_int(st, 3, rows);
	crm_stmt_blob(st, 4, sha, sodium_is_zero(sha, CRM_SHA) ? 0 : CRM_SHA);     /* not every output is hashed */
	crm_stmt_blob(st, 5, hash, CRM_SHA);
	/* written twice for the same reason as the log's row: see operation.c */
	if (crm_store_exec(s, "BEGIN IMMEDIATE; SAVEPOINT log") == 0 && crm_stmt_run(st) == 0 &&
	    crm_chain_receipt_hash(s, id, hash) == 0 && crm_store_exec(s, "ROLLBACK TO log; RELEASE log") == 0) {
		crm_stmt_blob(st, 5, hash, CRM_SHA);
		rc = crm_stmt_run(st) || crm_store_exec(s, "COMMIT") ? -1 : 0;
	}
	crm_store_rollback(s);
	crm_stmt_free(st);
	return rc;
}

int crm_reading_end(struct crm_reading *r, struct crm_writer *w)
{
	unsigned char sha[CRM_SHA];
	int64_t rows = w ? crm_writer_rows(w) : 0;
	int bad = w ? crm_writer_finish(w) : 0;

	if (w)
		crm_writer_digest(w, sha);
	if (crm_writer_close(w) != 0)
		bad = -1;

	crm_store_rollback(r->store);          /* the snapshot; a feed that is still open keeps it, no harm */
	if (crm_close_stdout() != 0)
		bad = -1;
	if (w && !bad) {
		crm_store_wait(r->store, RECEIPT_WAIT);
		bad = receipt(r->store, r->id, rows, sha);
	}
	free(r);
	return bad;
}
