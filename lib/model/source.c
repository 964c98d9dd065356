#include <crm/source.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/json.h>

#include <string.h>

int crm_source_valid(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return n > 0 && n <= 32 && !name[n];
}

/* one integer from a query with one text parameter: 1, 0 or -1 */
static int find_id(struct crm_store *s, const char *sql, const char *text, int64_t *id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	int got;

	if (!st)
		return -1;
	crm_stmt_string(st, 1, text);
	if ((got = crm_stmt_step(st)) == 1)
		*id = crm_stmt_col_int(st, 0);
	crm_stmt_free(st);
	return got;
}

/* inserts a row (text, created_op[, trust]) that is undone by created_op; the new id or 0 */
static int64_t add(struct crm_store *s, struct crm_operation *op, const char *sql, const char *text, int64_t trust)
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	int64_t id = 0;

	if (!st)
		return 0;
	crm_stmt_string(st, 1, text);
	crm_stmt_int(st, 2, crm_operation_id(op));
	crm_stmt_int(st, 3, trust);
	crm_operation_keep(op, 0);
	if (crm_stmt_step(st) == 1) {
		id = crm_stmt_col_int(st, 0);
		if (crm_stmt_step(st) != 0)
			id = 0;
	}
	crm_operation_keep(op, 1);
	crm_stmt_free(st);
	return id;
}

int64_t crm_source_id(struct crm_store *s, struct crm_operation *op, const char *name, int *is_new)
{
	int64_t id = 0;
	int got = find_id(s, "SELECT source_id FROM source WHERE name = ?1", name, &id);

	if (is_new)
		*is_new = got == 0;
	if (got == 0 && op)
		id = add(s, op, "INSERT INTO source (name, created_op, trust) VALUES (?1, ?2, ?3) RETURNING source_id",
			 name, strcmp(name, "manual") ? CRM_TRUST_DEFAULT : CRM_TRUST_MANUAL);
	return got < 0 ? 0 : id;
}

int64_t crm_layout_id(struct crm_store *s, struct crm_operation *op, const struct crm_fields *header)
{
	struct crm_buf json = CRM_BUF_INIT;
	int64_t id = 0;

	crm_buf_putc(&json, '[');
	for (size_t i = 0; i < header->n; i++) {
		if (i)
			crm_buf_putc(&json, ',');
		crm_json_text(&json, header->name[i], strlen(header->name[i]));
	}
	crm_buf_putc(&json, ']');
	if (find_id(s, "SELECT layout_id FROM layout WHERE header = ?1", json.s, &id) == 0)
		id = add(s, op, "INSERT INTO layout (header, created_op) VALUES (?1, ?2) RETURNING layout_id", json.s, 0);
	crm_buf_release(&json);
	return id;
}
