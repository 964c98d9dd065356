#include <crm/undo.h>
#include <crm/bulk.h>
#include <crm/changeset.h>
#include <crm/diag.h>

#include <string.h>

int crm_undo_allowed(struct crm_store *s, int64_t id)
{
	/* an undo that was itself undone gives the operation back */
	struct crm_stmt *st = crm_stmt_prepare(s,
		"SELECT kind, (SELECT max(u.operation_id) FROM operation u WHERE u.undoes = ?1 AND NOT EXISTS"
		" (SELECT 1 FROM operation v WHERE v.undoes = u.operation_id)) FROM operation WHERE operation_id = ?1");
	int got, rc = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, id);
	if ((got = crm_stmt_step(st)) == 0)
		crm_error("there is no operation %lld; crm-audit lists them", (long long)id);
	else if (got == 1 && !strcmp(crm_stmt_col_text(st, 0), "read"))
		crm_error("operation %lld only read: there is nothing to take back", (long long)id);
	else if (got == 1 && !crm_stmt_col_null(st, 1))
		crm_error("operation %lld was undone by operation %lld", (long long)id, (long long)crm_stmt_col_int(st, 1));
	else if (got == 1)
		rc = 0;
	crm_stmt_free(st);
	return rc;
}

int crm_undo_rows(struct crm_store *s, struct crm_operation *op, int64_t id, struct crm_writer *kept,
		  int64_t *reversed, int64_t *conflicts)
{
	struct crm_bulk *bulk = crm_bulk_undo(s, op, id, kept, reversed, conflicts);
	int bad;

	if (!bulk)
		return -1;
	bad = crm_changeset_undo(s, id, kept, reversed, conflicts);
	return crm_bulk_settle(bulk) || bad ? -1 : 0;
}
