#include <crm/undo.h>
#include <crm/bulk.h>
#include <crm/changeset.h>
#include <crm/chain.h>
#include <crm/diag.h>
#include <crm/strays.h>

#include <string.h>

/* The operation that took id back and still holds, 0: none does, -1.  An undo that was itself undone
 * gives the operation back, so the answers alternate along the chain of undos. */
static int64_t undone_by(struct crm_store *s, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT max(operation_id) FROM operation WHERE undoes = ?1 AND operation_id > ?1");
	int64_t first = 0, link = id;
	int holds = 0, got = st ? 1 : -1;

	while (got == 1 && link) {
		crm_stmt_int(st, 1, link);
		if ((got = crm_stmt_step(st)) == 1) {
			link = crm_stmt_col_int(st, 0);
			first = first ? first : link;
			holds = link ? !holds : holds;
			crm_stmt_reset(st);
		}
	}
	crm_stmt_free(st);
	return got < 0 ? -1 : holds ? first : 0;
}

int crm_undo_allowed(struct crm_store *s, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT kind FROM operation WHERE operation_id = ?1");
	int64_t by = undone_by(s, id);
	int got, rc = -1;

	if (!st || by < 0) {
		crm_stmt_free(st);
		return -1;
	}
	crm_stmt_int(st, 1, id);
	if ((got = crm_stmt_step(st)) == 0)
		crm_error("there is no operation %lld; crm-audit lists them", (long long)id);
	else if (got == 1 && (!strcmp(crm_stmt_col_text(st, 0), "read") || !strcmp(crm_stmt_col_text(st, 0), "export")))
		crm_error("operation %lld only read: there is nothing to take back", (long long)id);
	else if (got == 1 && !strcmp(crm_stmt_col_text(st, 0), "send"))
		crm_error("operation %lld sent mail, which cannot be taken back; undo the plan to stop what is still queued",
			  (long long)id);
	else if (got == 1 && by)
		crm_error("operation %lld was undone by operation %lld", (long long)id, (long long)by);
	else if (got == 1)
		rc = crm_chain_change_whole(s, id) == 1 ? 0 : -1;
	crm_stmt_free(st);
	return rc;
}

int crm_undo_rows(struct crm_store *s, struct crm_operation *op, int64_t id, struct crm_writer *kept,
		  int64_t *reversed, int64_t *conflicts)
{
	struct crm_bulk *bulk = crm_strays_before(s) == 0 ? crm_bulk_undo(s, op, id, kept, reversed, conflicts) : NULL;
	int bad;

	if (!bulk)
		return -1;
	bad = crm_changeset_undo(s, id, kept, reversed, conflicts);
	bad |= crm_bulk_settle(bulk);
	/* only where something was kept can a customer have come back without its records */
	return bad || (*conflicts && crm_strays_after(s, op, kept, conflicts)) ? -1 : 0;
}
